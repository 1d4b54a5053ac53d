import type { Construct } from 'constructs';
import type { IStore } from '../constructs';
import { type TerraformProvider, type TerraformResource, Token } from '../constructs/cdktf';
import { InputError } from '../rotation';
import { childId } from './common/child-id';
import { place } from './common/place';
import { StoreResource } from './common/store-resource';

export interface GitHubActionsProps {
  /** Name of the repository, without its owner, who is named in the provider: `billing`. */
  readonly repository: string;
  /** The github provider, where a stack has several, for example one an owner. */
  readonly provider?: TerraformProvider;
}

const STORE = 'github-actions';
const REPOSITORY = /^[\w.-]{1,100}$/;
/** The provider's own rule, `validateSecretNameFunc` in github/util.go. */
const NAME = /^[A-Za-z_]\w*$/;

/**
 * Secrets of a repository for GitHub Actions, one for each name (`github_actions_secret`). A job reads them when it starts.
 *
 * Needs the provider integrations/github >= 6.11: before, a new value destroys the secret and makes it again, and a job
 * that starts in between has none (integrations/terraform-provider-github issue 2518). The guard refuses such a plan.
 * From 6.12 on it warns that `plaintext_value` is deprecated for `value`, which 6.11 does not have. It has no write-only
 * argument, so the values are in the state. GitHub shows no value: a secret that was overwritten is noticed by its time.
 */
export class GitHubActions implements IStore {
  readonly storeId = STORE;

  /** @throws InputError when the repository is named with its owner, or holds other than letters, digits, `_`, `-` and `.` */
  constructor(private readonly props: GitHubActionsProps) {
    const { repository } = props;
    if (!Token.isUnresolved(repository) && !REPOSITORY.test(repository)) {
      throw new InputError(
        `repository is a name without its owner, 1 to 100 letters, digits, "_", "-" and ".", got "${repository}": the owner is an argument of the provider`,
      );
    }
  }

  get location(): string {
    return place(STORE, this.props.provider, this.props.repository);
  }

  /** GitHub does not tell upper from lower case. */
  locationOf(name: string): string {
    return `${this.location}/${name.toUpperCase()}`;
  }

  /** @throws InputError unless the name is letters, digits and `_`, without a digit or `GITHUB_` at its beginning */
  checkName(name: string): void {
    if (!NAME.test(name) || /^github_/i.test(name)) {
      throw new InputError(
        `a name in github actions is letters, digits and "_" and begins with neither a digit nor "GITHUB_", got ${JSON.stringify(name)}`,
      );
    }
  }

  publish(scope: Construct, id: string, entries: Readonly<Record<string, string>>): readonly TerraformResource[] {
    const { repository, provider } = this.props;
    return Object.entries(entries).map(
      ([name, value]) =>
        new StoreResource(scope, childId(id, name), {
          type: 'github_actions_secret',
          providerName: 'github',
          attributes: { repository, secret_name: name, plaintext_value: value },
          provider,
        }),
    );
  }
}

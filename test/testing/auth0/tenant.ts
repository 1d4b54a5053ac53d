import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReattachedProvider, reattachEnvironment, serveReattach } from '../../../lib/plugin';
import { Auth0Model, type Auth0ModelOptions, auth0Provider } from '../../../lib/testing/auth0';
import { clientAssertion, JWT_BEARER, requestToken } from '../../../lib/testing/client-assertion';
import { Terraform } from '../../../lib/testing/terraform';
import { rsaKey, type TestKey } from '../../support/keys';

/** One key of the resource, as a user writes it. */
export interface KeyConfig {
  readonly name?: string;
  readonly key: TestKey;
  readonly pem?: string;
  readonly expiresAt?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Makes each key once for a test file: two a second is all that a small machine gives. */
export async function fixtureKeys(count: number): Promise<readonly TestKey[]> {
  return Promise.all(Array.from({ length: count }, rsaKey));
}

/** A model tenant with one client, and a folder in which real Terraform manages its keys. */
export class TestTenant {
  static async start(options: Auth0ModelOptions = {}, waitScale = 0.001): Promise<TestTenant> {
    const model = await Auth0Model.start(options);
    return new TestTenant(model, await serveReattach(auth0Provider(model, { waitScale })));
  }

  readonly clientId: string;
  readonly clientSecret: string;
  readonly directory = mkdtempSync(join(tmpdir(), 'auth0-'));
  readonly terraform: Terraform;
  private recorded: string[] = [];
  private initialized = false;

  private constructor(
    readonly model: Auth0Model,
    private readonly provider: ReattachedProvider,
  ) {
    const { clientId, clientSecret } = model.addClient({ name: 'billing' });
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.terraform = new Terraform({ directory: this.directory, environment: reattachEnvironment([provider]) });
    this.record();
  }

  async close(): Promise<void> {
    this.terraform.kill();
    await this.provider.close();
    await this.model.close();
    rmSync(this.directory, { recursive: true });
  }

  /** The names of the attached keys. */
  get attached(): readonly string[] {
    return this.model.attached(this.clientId).map(({ name }) => name ?? '');
  }

  /** The names of the records that are in the pool only. */
  get strays(): readonly string[] {
    return this.model
      .pool(this.clientId)
      .filter(({ attached }) => !attached)
      .map(({ name }) => name ?? '');
  }

  /** Writes the configuration: `auth0_client_credentials.billing` with these keys, in this order. */
  configure(keys: readonly KeyConfig[], more: Readonly<Record<string, unknown>> = {}): void {
    this.write({
      ...more,
      resource: {
        auth0_client_credentials: {
          billing: {
            client_id: this.clientId,
            authentication_method: 'private_key_jwt',
            private_key_jwt: [{ credentials: keys.map(block) }],
          },
        },
      },
    });
  }

  write(configuration: Readonly<Record<string, unknown>>): void {
    const terraform = { required_providers: { auth0: { source: 'auth0/auth0' } } };
    writeFileSync(join(this.directory, 'main.tf.json'), JSON.stringify({ terraform, ...configuration }));
  }

  async plan(): Promise<{ readonly changes: boolean; readonly output: string }> {
    await this.init();
    return this.terraform.plan();
  }

  /** Applies a saved plan, so that the calls are those of the apply alone; answers them. */
  async apply(): Promise<readonly string[]> {
    await this.init();
    await this.terraform.plan({ out: 'plan' });
    this.recorded = [];
    await this.terraform.apply('plan');
    return this.recorded;
  }

  /** Plans and applies in one run of Terraform, where nobody asks for the calls. */
  async applyAtOnce(): Promise<void> {
    await this.init();
    await this.terraform.apply();
  }

  /** Applies, which must fail; answers what Terraform printed. */
  async failingApply(): Promise<string> {
    return this.apply().then(
      () => Promise.reject(new Error('the apply did not fail')),
      (error: Error) => error.message.replace(/\n[│\s]*/g, ' '),
    );
  }

  /** The calls of the last apply. */
  get calls(): readonly string[] {
    return this.recorded;
  }

  /** Whether the key opens the door, now. */
  async accepts(key: TestKey): Promise<boolean> {
    const assertion = clientAssertion({
      clientId: this.clientId,
      audience: this.model.tokenUrl,
      privateKey: key.privateKey,
      header: {},
    });
    const form = { client_assertion_type: JWT_BEARER, client_assertion: assertion };
    return (await requestToken(this.model.tokenUrl, form)) === undefined;
  }

  /** Signs in after every call that Auth0 commits; answers the calls after which the key was refused. */
  watch(key: TestKey): readonly string[] {
    const refused: string[] = [];
    this.model.interceptAfter(async () => {
      if (!(await this.accepts(key))) refused.push(this.recorded.at(-1) ?? '');
    });
    return refused;
  }

  private async init(): Promise<void> {
    if (!this.initialized) await this.terraform.init();
    this.initialized = true;
  }

  /** Writes down each call with the names of the keys that it is about: `POST b`, `PATCH [a b]`. */
  private record(): void {
    this.model.intercept(({ method, path }) => {
      const id = path.split('/credentials/')[1];
      const subject = id === undefined ? (path.endsWith('/credentials') ? 'credentials' : 'client') : this.nameOf(id);
      this.recorded.push(`${method} ${subject}`);
      return undefined;
    });
    this.model.interceptAfter(({ method, path }) => {
      const last = this.recorded.pop() ?? '';
      if (last === 'PATCH client') this.recorded.push(`PATCH [${this.attached.join(' ')}]`);
      else if (method === 'POST' && path.endsWith('/credentials')) this.recorded.push(`POST ${this.newestName()}`);
      else this.recorded.push(last);
    });
  }

  private nameOf(id: string): string {
    return this.model.pool(this.clientId).find((credential) => credential.id === id)?.name ?? '?';
  }

  private newestName(): string {
    return this.model.pool(this.clientId).at(-1)?.name ?? '';
  }
}

function block({ name, key, pem = key.publicKey, expiresAt, more }: KeyConfig): object {
  return {
    name,
    credential_type: 'public_key',
    pem,
    algorithm: 'RS256',
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...more,
  };
}

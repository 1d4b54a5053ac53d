import type { IConstruct } from 'constructs';
import { InputError, type ManifestSet } from '../rotation';
import { resolved } from './address';
import type { CredentialSet } from './credential-set';
import { unregisteredReaders } from './readers';
import { TerraformStack } from './cdktf';

/** What the sets of one app have claimed: a set, an application and a place in a store belong to one set only. */
interface Claims {
  readonly sets: Map<string, CredentialSet>;
  readonly applications: Map<CredentialSet, string>;
  readonly locations: Map<string, CredentialSet>;
}

const CLAIMS = new WeakMap<IConstruct, Claims>();

function claimsOf(construct: IConstruct): Claims {
  const { root } = construct.node;
  const known = CLAIMS.get(root);
  if (known) return known;
  const claims: Claims = { sets: new Map(), applications: new Map(), locations: new Map() };
  CLAIMS.set(root, claims);
  return claims;
}

/** @throws InputError when the same set of the same manifest has a construct already */
export function claimSet(construct: CredentialSet, set: ManifestSet, application: string): void {
  const claims = claimsOf(construct);
  const key = `${set.manifestId}/${set.name}`;
  const other = claims.sets.get(key);
  if (other) {
    throw new InputError(
      `a set has one construct, got set "${set.name}" at ${other.node.path} and at ${construct.node.path}: add another set to the manifest, or give each deployment a manifest of its own`,
    );
  }
  claims.sets.set(key, construct);
  claims.applications.set(construct, application);
  const stack = TerraformStack.of(construct);
  if (!VALIDATED.has(stack)) {
    VALIDATED.add(stack);
    stack.node.addValidation({
      validate: () => [...sharedApplications(stack), ...unregisteredReaders(stack, setsOf(stack))],
    });
  }
}

/** @throws InputError when another publication writes to the same place */
export function claimLocation(construct: CredentialSet, location: string): void {
  const { locations } = claimsOf(construct);
  const other = locations.get(location);
  if (other) {
    throw new InputError(
      `a place in a store is written by one publication, got ${location} from set "${other.setName}" and set "${construct.setName}": give each a place of its own`,
    );
  }
  locations.set(location, construct);
}

const VALIDATED = new WeakSet<TerraformStack>();

function setsOf(stack: TerraformStack): readonly CredentialSet[] {
  return [...claimsOf(stack).sets.values()].filter((set) => TerraformStack.of(set) === stack);
}

/** Applications are compared as Terraform will see them: each read of a token is another string. */
function sharedApplications(stack: TerraformStack): readonly string[] {
  const owners = new Map<string, CredentialSet>();
  return setsOf(stack).flatMap((set) => {
    const application = resolved(stack, claimsOf(stack).applications.get(set)) as string;
    const owner = owners.get(application);
    owners.set(application, set);
    return owner
      ? [
          `an application has one credential set, got sets "${owner.setName}" and "${set.setName}" on ${application}: remove one of them`,
        ]
      : [];
  });
}

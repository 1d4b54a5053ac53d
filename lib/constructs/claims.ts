import type { IConstruct } from 'constructs';
import { InputError, type ManifestSet } from '../rotation';
import { resolved } from './address';
import { TerraformStack } from './cdktf';
import type { CredentialSet } from './credential-set';
import { elementsOf, sharedAddresses, unregisteredReaders } from './readers';

/** What the sets of one app have claimed: a set belongs to one construct, an application and a place in a store to one set. */
interface Claims {
  readonly sets: Map<string, CredentialSet>;
  readonly applications: Map<CredentialSet, string>;
  readonly locations: Map<string, CredentialSet>;
  readonly stacks: Set<TerraformStack>;
}

const CLAIMS = new WeakMap<IConstruct, Claims>();

function claimsOf(construct: IConstruct): Claims {
  const { root } = construct.node;
  const known = CLAIMS.get(root);
  if (known) return known;
  const claims: Claims = { sets: new Map(), applications: new Map(), locations: new Map(), stacks: new Set() };
  CLAIMS.set(root, claims);
  return claims;
}

/** @throws InputError when the set has a construct already, or another set of its name is in the stack */
export function claimSet(construct: CredentialSet, set: ManifestSet, application: string): void {
  const claims = claimsOf(construct);
  const stack = TerraformStack.of(construct);
  for (const key of [`${set.manifestId}/${set.name}`, `in ${stack.node.path}: ${set.name}`]) {
    const other = claims.sets.get(key);
    if (other) {
      throw new InputError(
        `a set has one construct, and its name is its own in a stack; got set "${set.name}" at ${other.node.path} and at ${construct.node.path}: add another set to the manifest, or give each deployment a manifest and a stack of its own`,
      );
    }
    claims.sets.set(key, construct);
  }
  claims.applications.set(construct, application);
  if (claims.stacks.has(stack)) return;
  claims.stacks.add(stack);
  stack.node.addValidation({ validate: () => [...complaintsOf(stack)] });
}

/** @throws InputError when another publication of the stack writes to the same place */
export function claimLocation(construct: CredentialSet, location: string): void {
  const { locations } = claimsOf(construct);
  const stack = TerraformStack.of(construct);
  const place = String(resolved(stack, location));
  const key = `${stack.node.path}: ${place}`;
  const other = locations.get(key);
  if (other) {
    throw new InputError(
      `a place in a store is written by one publication, got ${place} from set "${other.setName}" and set "${construct.setName}": give each a place of its own`,
    );
  }
  locations.set(key, construct);
}

function complaintsOf(stack: TerraformStack): readonly string[] {
  const everySet = [...new Set(claimsOf(stack).sets.values())];
  const sets = everySet.filter((set) => TerraformStack.of(set) === stack);
  const elements = elementsOf(stack);
  return [
    ...sets
      .filter((set) => set.leaves.length === 0)
      .map((set) => `the kind of set "${set.setName}" never called hold()`),
    ...sharedApplications(stack, sets),
    ...sharedAddresses(elements, sets),
    ...lostOrder(sets),
    ...unregisteredReaders(stack, elements, sets, everySet),
  ];
}

/** Applications are compared as Terraform will see them: each read of a token is another string. */
function sharedApplications(stack: TerraformStack, sets: readonly CredentialSet[]): readonly string[] {
  const owners = new Map<string, CredentialSet>();
  return sets.flatMap((set) => {
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

function lostOrder(sets: readonly CredentialSet[]): readonly string[] {
  return sets.flatMap((set) =>
    set.unorderedPublications.map(
      (publication) =>
        `a publication depends on the credentials of its set, got ${publication.node.path} of set "${set.setName}" without: assign its dependsOn before publishes(resource), or add to it`,
    ),
  );
}

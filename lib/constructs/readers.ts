import type { IConstruct } from 'constructs';
import { addressOf, resolved } from './address';
import { Token, TerraformElement, TerraformOutput, TerraformResource, TerraformStack } from './cdktf';
import type { CredentialSet } from './credential-set';

/** A reference such as `azuread_application_password.billing_slot_a`, or a key id or thumbprint that is known at synth. */
const TRACE = /\b[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*|[\w-]{20,}/g;

/**
 * What reads a credential of a set without being registered with it: nothing would order it after the new credential
 * and before the removal of the old one. Outputs are no consumers.
 */
export function unregisteredReaders(
  stack: TerraformStack,
  elements: readonly TerraformElement[],
  sets: readonly CredentialSet[],
  everySet: readonly CredentialSet[],
): readonly string[] {
  const literals = ownersBy(sets, ({ ownValues }) => ownValues.filter((value) => !Token.isUnresolved(value)));
  const local = new Map([...literals, ...ownersBy(sets, ({ ownSlotResources }) => ownSlotResources.map(addressOf))]);
  const own = new Set<IConstruct>(everySet.flatMap((set) => set.ownResources));
  // In another stack an address is another resource; the core passes its values on through an output of this stack.
  const elsewhere =
    literals.size === 0 ? [] : elementsOf(stack.node.root).filter((element) => TerraformStack.of(element) !== stack);
  return [...elements, ...elsewhere]
    .filter((element) => !own.has(element))
    .flatMap((element) => {
      const home = TerraformStack.of(element);
      const owners = home === stack ? local : literals;
      const text = JSON.stringify(resolved(home, element.toTerraform()));
      const read = new Set([...text.matchAll(TRACE)].flatMap(([trace]) => owners.get(trace) ?? []));
      return [...read]
        .filter((set) => ![...set.publications, ...set.slotResources].includes(element as TerraformResource))
        .map((set) => complaint(element, set, home !== stack || isCrossStack(element)));
    });
}

function ownersBy(
  sets: readonly CredentialSet[],
  tracesOf: (set: CredentialSet) => readonly string[],
): ReadonlyMap<string, CredentialSet> {
  return new Map(sets.flatMap((set) => tracesOf(set).map((trace) => [trace, set] as const)));
}

/** Resources of the stack that would be merged with one of a set's, because they have the same address. */
export function sharedAddresses(
  elements: readonly TerraformElement[],
  sets: readonly CredentialSet[],
): readonly string[] {
  const own = sets.flatMap((set) => [...set.ownResources, ...set.slotResources, ...set.publications]);
  const owners = new Map(own.map((resource) => [addressOf(resource), resource]));
  return elements
    .filter((element) => TerraformResource.isTerraformResource(element))
    .filter((resource) => (owners.get(addressOf(resource)) ?? resource) !== resource)
    .map(
      (resource) =>
        `an address belongs to one resource, got ${addressOf(resource)} from a credential set and from ${resource.node.path}: rename yours`,
    );
}

function complaint(element: TerraformElement, set: CredentialSet, isElsewhere: boolean): string {
  return isElsewhere
    ? `set "${set.setName}" is read in another stack (${element.node.path}): cdktf cannot order across stacks. Publish to a secret store in the set's own stack and let the other stack read the store`
    : `what reads a credential is registered with its set, got ${element.node.path}, which reads set "${set.setName}": pass the value to a resource directly and call publishes(resource) on the set, or publishTo a store`;
}

/** What may read a credential; outputs are no consumers. */
export function elementsOf(root: IConstruct): readonly TerraformElement[] {
  return root.node
    .findAll()
    .filter(
      (node): node is TerraformElement =>
        TerraformElement.isTerraformElement(node) && (!TerraformOutput.isTerraformOutput(node) || isCrossStack(node)),
    );
}

/** The output that the core makes by itself when a stack reads a value of another one. */
function isCrossStack(element: TerraformElement): boolean {
  return TerraformOutput.isTerraformOutput(element) && element.node.id.startsWith('cross-stack-output-');
}

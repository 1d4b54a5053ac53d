import type { IConstruct } from 'constructs';
import { addressOf, resolved } from './address';
import { TerraformElement, TerraformOutput, type TerraformResource, type TerraformStack } from './cdktf';
import type { CredentialSet } from './credential-set';

const REFERENCE = /\b([a-z][a-z0-9_]*\.[A-Za-z_][\w-]*)/g;

/**
 * What reads a credential of a set without being registered with it: nothing would order it after the new credential
 * and before the removal of the old one. Outputs are no consumers.
 */
export function unregisteredReaders(stack: TerraformStack, sets: readonly CredentialSet[]): readonly string[] {
  const owners = new Map<string, CredentialSet>();
  const own = new Set<IConstruct>();
  for (const set of sets) {
    for (const resource of set.slotResources) owners.set(addressOf(resource), set);
    for (const child of set.node.children) own.add(child);
  }
  const registered = new Map<TerraformResource, CredentialSet[]>();
  for (const set of sets) {
    for (const resource of set.publications) registered.set(resource, [...(registered.get(resource) ?? []), set]);
  }
  return elementsOf(stack, own).flatMap((element) => {
    const text = JSON.stringify(resolved(stack, element.toTerraform()));
    const read = new Set([...text.matchAll(REFERENCE)].flatMap(([, address]) => owners.get(address as string) ?? []));
    const known = registered.get(element as TerraformResource) ?? [];
    return [...read]
      .filter((set) => !known.includes(set))
      .map((set) =>
        isCrossStack(element)
          ? `set "${set.setName}" is read in another stack (${element.node.id}): cdktf cannot order across stacks. Publish to a secret store in the set's own stack and let the other stack read the store`
          : `what reads a credential is registered with its set, got ${element.node.path}, which reads set "${set.setName}": call publishes(resource) on the set, or publishTo a store`,
      );
  });
}

function elementsOf(stack: TerraformStack, own: ReadonlySet<IConstruct>): readonly TerraformElement[] {
  return stack.node
    .findAll()
    .filter(
      (node): node is TerraformElement =>
        TerraformElement.isTerraformElement(node) &&
        !own.has(node) &&
        (!TerraformOutput.isTerraformOutput(node) || isCrossStack(node)),
    );
}

/** The output that the core makes by itself when a stack reads a value of another one. */
function isCrossStack(element: TerraformElement): boolean {
  return TerraformOutput.isTerraformOutput(element) && element.node.id.startsWith('cross-stack-output-');
}

import { InputError } from './error';
import { listOf, objectOf, type Unchecked } from './unchecked';

/** The values of the `terraform_data` of one module by name; another module may have the same names. */
export type StateLeaves = ReadonlyMap<string, Unchecked>;

/**
 * The `terraform_data` in the output of `terraform show -json`, module by module. Nothing else of the state, which holds
 * secrets, is kept.
 *
 * @throws InputError when the text is not the JSON of a state
 */
export function readStateLeaves(text: string): readonly StateLeaves[] {
  return readStateModules(text).map(leavesOf);
}

/**
 * The modules in the output of `terraform show -json`, with everything that is in them: they hold secrets.
 *
 * @throws InputError when the text is not the JSON of a state
 */
export function readStateModules(text: string): readonly Unchecked[] {
  let document: Unchecked;
  try {
    document = objectOf(JSON.parse(text));
  } catch {
    throw new InputError('the applied state is not JSON: give the output of "terraform show -json"');
  }
  if (typeof document.format_version !== 'string') {
    throw new InputError('the applied state is not the output of "terraform show -json": it has no format_version');
  }
  if (document.planned_values !== undefined) {
    throw new InputError('the applied state is a plan: give the output of "terraform show -json" without a plan file');
  }
  return modulesOf(objectOf(document.values).root_module);
}

/** A module, and those within it. */
export function modulesOf(module: unknown): readonly Unchecked[] {
  return [objectOf(module), ...listOf(objectOf(module).child_modules).flatMap(modulesOf)];
}

export function leavesOf(module: Unchecked): StateLeaves {
  const data = listOf(module.resources)
    .map(objectOf)
    // What was replaced stays beside it, under the same name, when an apply dies before the removal.
    .filter(({ type, deposed_key: key }) => type === 'terraform_data' && key === undefined);
  return new Map(data.map(({ name, values }) => [String(name), objectOf(values)]));
}

import { readdir } from 'node:fs/promises';
import { InputError, Refusal } from '../../rotation';
import type { Context } from '../context';
import { readInput } from '../input';
import { readManifest, tryReadManifest } from '../manifest-file';

const OURS = /^rotation_uaa_client_/;

/**
 * Refuses a client that a manifest manages: changed behind its back, the next apply would find a secret that is not its.
 *
 * Manifests are the one given, else every `rotation*.json` of the working directory. They name sets, not clients: unless
 * a set of UAA has the client's name, only the applied state tells whose client a set is.
 *
 * @throws Refusal when the client is managed, or that cannot be ruled out
 */
export async function refuseManaged(
  client: string,
  { file, applied }: { readonly file?: string; readonly applied?: string },
  context: Context,
): Promise<void> {
  const sets = (await Promise.all((await manifestsOf(file)).map(uaaSetsOf))).flat();
  const namesake = sets.find(({ name }) => name === client);
  if (namesake) throw managed(client, `set "${namesake.name}" of ${namesake.path}`);
  if (applied !== undefined) {
    const owner = clientsIn(await readInput(applied, context)).get(client);
    if (owner !== undefined) throw managed(client, `${owner} of the applied state`);
  } else if (sets.length > 0) {
    const names = sets.map(({ name, path }) => `"${name}" of ${path}`).join(', ');
    throw new Refusal(
      `a client that a manifest manages is rotated by its steps, and "${client}" may be one: a manifest does not say which client belongs to ${names}: let the applied state tell, "terraform show -json | cdktf-rotation uaa change-secret ${client} --applied - ..."`,
    );
  }
}

function managed(client: string, owner: string): Refusal {
  return new Refusal(
    `client "${client}" is managed by ${owner}: rotate it with "cdktf-rotation stage", so that the next apply finds its own secrets`,
  );
}

async function manifestsOf(file: string | undefined): Promise<readonly string[]> {
  if (file !== undefined) return [(await readManifest(file)).path];
  return (await readdir('.')).filter((name) => /^rotation.*\.json$/.test(name)).sort();
}

async function uaaSetsOf(path: string): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const manifest = (await tryReadManifest(path))?.manifest;
  const sets = Object.entries(manifest?.document.sets ?? {});
  return sets.filter(([, { kind }]) => kind.startsWith('uaa-')).map(([name]) => ({ name, path }));
}

/** The clients of the provider's resources in `terraform show -json`, with the address of each. */
function clientsIn(text: string): ReadonlyMap<string, string> {
  let state: State;
  try {
    state = JSON.parse(text) as State;
  } catch {
    throw new InputError('the applied state is not JSON: give the output of "terraform show -json"');
  }
  if (typeof state.format_version !== 'string') {
    throw new InputError('the applied state is not the output of "terraform show -json": it has no format_version');
  }
  const resources = state.values ? resourcesOf(state.values.root_module) : [];
  return new Map(
    resources.filter(({ type }) => OURS.test(type)).map(({ address, values }) => [String(values.client_id), address]),
  );
}

interface State {
  readonly format_version?: unknown;
  readonly values?: { readonly root_module: Module };
}

interface Module {
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly Module[];
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

function resourcesOf({ resources = [], child_modules: modules = [] }: Module): readonly Resource[] {
  return [...resources, ...modules.flatMap(resourcesOf)];
}

import type { Pilot } from './pilot';

/** Does by hand what the READMEs of the kinds say about an apply that cannot go on by itself. */
export async function wayOut(pilot: Pilot, step: string, message: string): Promise<void> {
  const { kind, world, application, set } = pilot;
  if (/Instance cannot be destroyed/.test(message)) {
    const addresses = await tainted(pilot);
    for (const address of addresses) await pilot.terraform.run(['untaint', address]);
  } else if (kind.kind === 'entra-certificate' && /already exists/.test(message)) {
    if (step === 'start')
      world.entra.removeCredential(application.clientId, set.kind.key?.keyId(set.state.a?.publicKey ?? '', 1) ?? '');
    else await pilot.take('stage', '--new-key');
  } else if (/already exist in client|maximum of 2 credentials/.test(message)) {
    for (const { id, attached } of world.auth0.pool(application.clientId)) {
      if (!attached) world.auth0.removeCredential(application.clientId, id);
    }
  } else {
    throw new Error(message);
  }
}

async function tainted(pilot: Pilot): Promise<readonly string[]> {
  const { stdout } = await pilot.terraform.run(['show', '-json']);
  const state = JSON.parse(stdout) as {
    readonly values?: {
      readonly root_module?: { readonly resources?: readonly { address: string; tainted?: boolean }[] };
    };
  };
  return (state.values?.root_module?.resources ?? []).flatMap(({ address, tainted: is }) => (is ? [address] : []));
}

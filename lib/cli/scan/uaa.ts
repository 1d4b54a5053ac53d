import { UaaCalls } from '../../admin/uaa/elevation';
import { Kind, standbySlot, type Unchecked } from '../../rotation';
import type { Context } from '../context';
import { certificate, variable, variables } from './environment';
import type { Found } from './found';
import type { Held } from './held';
import type { Room } from './room';

const COMMON = {
  service: 'UAA',
  applicationOf: ({ client_id: id }) => id,
  rights: {
    look: 'reading takes clients.read, clients.admin or uaa.admin',
    discard: 'scan removes nothing at UAA',
  },
} as const satisfies Partial<Room>;

/** The id of a secret that the set was about to add: UAA has no ids, and the state no generation for it yet. */
const COMING = 'coming';

/** UAA shows neither secrets nor how many there are. It says of a value whether it is right: those of the state are asked. */
export const uaaSecrets: Room = {
  ...COMMON,
  types: ['rotation_uaa_client_secret'],
  idOf: (resource, slot) => {
    const generation = resource[`generation_${slot}`];
    return typeof generation === 'number' ? `g${generation}` : undefined;
  },
  whyNotDiscard: () =>
    'UAA removes only ever the older of two secrets, whichever was meant: apply the same step again, and the set takes the secret that it had added',
  connect: async (context) => {
    const calls = await callsOf(context);
    return {
      look: async (client, held) => {
        if (!(await calls.tryGetClient(client))) return undefined;
        const credentials = await rightSecrets(calls, client, held);
        const blind =
          credentials.length < Kind.UAA_CLIENT_SECRET.cap
            ? 'UAA does not tell how many secrets a client has: one that somebody else added would show when the next stage is refused'
            : undefined;
        const orphanFate = 'apply the same step again: the set takes it';
        return { credentials, cap: Kind.UAA_CLIENT_SECRET.cap, orphanFate, blind };
      },
    };
  },
};

/** UAA never shows the keys of a client, and tells of one only by changing it. */
export const uaaKeys: Room = {
  ...COMMON,
  types: ['rotation_uaa_client_key'],
  idOf: (resource, slot) => {
    const kid = resource[`kid_${slot}`];
    return typeof kid === 'string' ? kid : undefined;
  },
  whyNotDiscard: () => 'UAA does not show the keys of a client, so nobody can look before or after the removal',
  connect: async (context) => {
    const calls = await callsOf(context);
    return {
      look: async (client, held) => {
        if (!(await calls.tryGetClient(client))) return undefined;
        const credentials = held.credentials.flatMap(({ id }): readonly Found[] =>
          id === undefined ? [] : [{ id, condition: 'not shown' }],
        );
        const blind =
          'UAA never shows the keys of a client: those of the set are listed as the state knows them, and those of others are not';
        return { credentials, cap: Kind.UAA_PRIVATE_KEY_JWT.cap, blind };
      },
    };
  },
};

async function rightSecrets(calls: UaaCalls, client: string, held: Held): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { slot, id, generation } of held.credentials) {
    const value = valueOf(held, `secret_${slot}`);
    const one = { id: id ?? `g${generation}`, madeFor: { slot, generation } };
    if (value === undefined) found.push({ ...one, condition: 'not shown' });
    else if (await calls.probe(client, value)) found.push({ ...one, condition: 'valid' });
  }
  const coming = valueOf(held, 'coming');
  if (coming !== undefined && (await calls.probe(client, coming))) {
    found.push({ id: COMING, condition: 'valid', madeFor: { slot: standbySlot(held) } });
  }
  return found;
}

function valueOf({ resources }: Held, name: string): string | undefined {
  const pair: Unchecked = resources.both ?? resources.a ?? resources.b ?? {};
  const value = pair[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function callsOf(context: Context): Promise<UaaCalls> {
  const { UAA_URL: url } = variables(context, 'UAA', ['UAA_URL']);
  const connection = {
    url,
    zone: variable(context, 'UAA_ZONE_ID'),
    zoneUrl: variable(context, 'UAA_ZONE_URL'),
    caCertificate: await certificate(context, 'UAA_CA_CERTIFICATE'),
  };
  const token = variable(context, 'UAA_TOKEN');
  if (token !== undefined) return new UaaCalls(connection, { token: token.replace(/^bearer\s+/i, '').trim() });
  const given = variables(
    context,
    'UAA',
    ['UAA_CLIENT_ID', 'UAA_CLIENT_SECRET'],
    ': set them, or UAA_TOKEN to the access token of a person',
  );
  return new UaaCalls(connection, { clientId: given.UAA_CLIENT_ID, clientSecret: given.UAA_CLIENT_SECRET });
}

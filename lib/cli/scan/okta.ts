import { type AppKey, type AppSecretRecord, OktaAdmin, OktaError, secretHash } from '../../admin/okta';
import { Kind, listOf, objectOf } from '../../rotation';
import type { Context } from '../context';
import { certificate, variable, variables } from './environment';
import type { Found } from './found';
import type { Held } from './held';
import { madeForByKey } from './made-for';
import type { Room } from './room';

const COMMON = {
  service: 'Okta',
  rights: {
    look: 'reading takes the scope okta.apps.manage and an admin role that covers the app, or an API token of such an administrator',
    discard:
      'removing takes the scope okta.apps.manage and an admin role that covers the app, or an API token of such an administrator',
  },
  whyNotDiscard: () => undefined,
} as const satisfies Partial<Room>;

/** Whoever may list the secrets of an app is given their values: only what tells whose they are is kept. */
export const oktaSecrets: Room = {
  ...COMMON,
  types: ['rotation_okta_client_secret'],
  applicationOf: ({ app_id: id }) => id,
  idOf: (resource, slot) => {
    const id = resource[`id_${slot}`];
    return typeof id === 'string' ? id : undefined;
  },
  connect: async (context) => {
    const admin = await adminOf(context);
    return {
      look: async (application, held) => {
        const all = await admin.secretRecords(application).catch(undefinedIfGone);
        return (
          all && {
            credentials: all.map((one) => secret(one, held)),
            cap: Kind.OKTA_CLIENT_SECRET.cap,
            orphanFate: 'the next apply that changes a slot takes it over or removes it',
          }
        );
      },
      discard: async (application, { id, condition }) => {
        if (condition !== 'inactive') await admin.deactivate(application, id);
        await admin.delete(application, id);
      },
    };
  },
};

export const oktaKeys: Room = {
  ...COMMON,
  types: ['okta_app_oauth'],
  applicationOf: ({ id }) => id,
  idOf: () => undefined,
  connect: async (context) => {
    const admin = await adminOf(context);
    return {
      look: async (application, held) => {
        const all = await admin.keys(application).catch(undefinedIfGone);
        return (
          all && {
            credentials: all.map((one) => key(one, held)),
            cap: Kind.OKTA_PRIVATE_KEY_JWT.cap,
            orphanFate: 'the next update of the app drops it',
            foreignFate: 'the next update of the app drops it',
          }
        );
      },
      discard: async (application, { id, condition }) => {
        if (condition !== 'inactive') await admin.deactivateKey(application, id);
        await admin.deleteKey(application, id);
      },
    };
  },
};

function secret({ id, created, isActive, hash, madeFor }: AppSecretRecord, { resources }: Held): Found {
  const adopted = listOf(resources.both?.adopted)
    .map(objectOf)
    .some(
      (ref) =>
        ref.id === id || ref.secret_hash === hash || (typeof ref.value === 'string' && secretHash(ref.value) === hash),
    );
  const condition = isActive ? 'valid' : 'inactive';
  return { id, created, condition, hash, madeFor, ...(adopted && { adopted: true as const }) };
}

function key({ id, kid, created, isActive, use }: AppKey, { resources, set }: Held): Found {
  const inCode = [resources.a, resources.b].some((app) => listOf(app?.jwks).some((one) => objectOf(one).kid === kid));
  const [, generation] = /^k(\d{4})-/.exec(kid ?? '') ?? [];
  return {
    id,
    keyId: kid,
    name: kid,
    created,
    condition: isActive ? 'valid' : 'inactive',
    madeFor: madeForByKey(set, kid) ?? (generation === undefined ? undefined : { generation: Number(generation) }),
    ...(inCode && kid !== undefined && { adopted: true as const }),
    ...(use === 'enc' && { hinders: 'it is for encryption, with which every plan of the okta provider fails' }),
  };
}

function undefinedIfGone(error: unknown): undefined {
  if (error instanceof OktaError && error.kind === 'not found') return undefined;
  throw error;
}

async function adminOf(context: Context): Promise<OktaAdmin> {
  const name = variable(context, 'OKTA_ORG_NAME');
  const byName = name && `https://${name}.${variable(context, 'OKTA_BASE_URL') ?? 'okta.com'}`;
  const baseUrl =
    variable(context, 'OKTA_ORG_URL') ?? byName ?? variables(context, 'Okta', ['OKTA_ORG_URL']).OKTA_ORG_URL;
  const connection = { baseUrl, caCertificate: await certificate(context, 'OKTA_CA_CERTIFICATE') };
  const apiToken = variable(context, 'OKTA_API_TOKEN');
  if (apiToken !== undefined) return new OktaAdmin(connection, { apiToken });
  const given = variables(
    context,
    'Okta',
    ['OKTA_API_CLIENT_ID', 'OKTA_API_PRIVATE_KEY'],
    ': set OKTA_API_TOKEN, or both of a service app with the scope okta.apps.manage',
  );
  return new OktaAdmin(connection, {
    clientId: given.OKTA_API_CLIENT_ID,
    privateKey: given.OKTA_API_PRIVATE_KEY,
    privateKeyId: variable(context, 'OKTA_API_PRIVATE_KEY_ID'),
  });
}

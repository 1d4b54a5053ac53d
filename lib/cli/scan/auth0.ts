import { Auth0Admin, type Auth0Caller, type ClientKey } from '../../admin/auth0';
import { listOf, type ManifestSet, objectOf, SLOTS, slotName } from '../../rotation';
import type { Context } from '../context';
import { variable, variables } from './environment';
import type { Found, MadeFor } from './found';
import { madeForByKey } from './made-for';
import type { Room } from './room';

/** Auth0 stores two keys a client, four with Advanced Identity Security; only a third one shows which. */
const [CAP, LARGE_CAP] = [2, 4];

export const auth0Keys: Room = {
  service: 'Auth0',
  types: ['auth0_client_credentials'],
  applicationOf: ({ client_id: id }) => id,
  idOf: ({ private_key_jwt: block }, slot, { name, state }) => {
    const keys = listOf(objectOf(listOf(block)[0]).credentials).map(objectOf);
    const keyId = keys.find((key) => key.name === (state[slot]?.adopted?.name ?? slotName(name, slot)))?.key_id;
    return typeof keyId === 'string' ? keyId : undefined;
  },
  rights: {
    look: 'reading takes read:clients and read:client_credentials of the Management API',
    discard: 'removing takes delete:client_credentials of the Management API besides',
  },
  whyNotDiscard: ({ condition }) =>
    condition === 'unattached'
      ? undefined
      : 'it is attached, so the client may be signing in with it: detach it in the dashboard first',
  connect: async (context) => {
    const admin = adminOf(context);
    return {
      look: async (application, { set }) => {
        const answer = await admin.keys(application);
        if (!answer) return undefined;
        const credentials = answer.keys.map((key) => found(key, answer.attached.includes(key.id), set));
        return credentials.length > CAP
          ? { credentials, cap: LARGE_CAP }
          : { credentials, cap: CAP, capNote: ` (${LARGE_CAP} with Advanced Identity Security)` };
      },
      discard: (application, { id }) => admin.deleteKey(application, id),
    };
  },
};

function found(key: ClientKey, isAttached: boolean, set: ManifestSet): Found {
  const madeFor = madeForIn(key, set);
  return {
    id: key.id,
    keyId: key.kid,
    name: key.name,
    created: key.created,
    expires: key.expires,
    condition: isAttached ? 'valid' : 'unattached',
    madeFor,
    hinders: isAttached
      ? 'it is attached: the next stage is refused, or detaches it without a word'
      : madeFor?.generation === undefined
        ? undefined
        : 'it is stored and not attached, and the next apply says "already exist in client" of it: discard it first',
  };
}

/** By its key, or by the name that slots have. */
function madeForIn({ kid, name }: ClientKey, set: ManifestSet): MadeFor | undefined {
  const slot = SLOTS.find((one) => name === slotName(set.name, one));
  return madeForByKey(set, kid) ?? (slot && { slot });
}

function adminOf(context: Context): Auth0Admin {
  const { AUTH0_DOMAIN: domain } = variables(context, 'Auth0', ['AUTH0_DOMAIN']);
  return new Auth0Admin(domain, callerOf(context));
}

function callerOf(context: Context): Auth0Caller {
  const accessToken = variable(context, 'AUTH0_API_TOKEN');
  if (accessToken !== undefined) return { accessToken };
  const given = variables(
    context,
    'Auth0',
    ['AUTH0_CLIENT_ID', 'AUTH0_CLIENT_SECRET'],
    ': set them, or AUTH0_API_TOKEN to an access token for the Management API',
  );
  const audience = variable(context, 'AUTH0_AUDIENCE');
  return { clientId: given.AUTH0_CLIENT_ID, clientSecret: given.AUTH0_CLIENT_SECRET, audience };
}

import { type ApplicationCredential, EntraAdmin, type EntraCaller } from '../../admin/entra';
import type { ManifestSet } from '../../rotation';
import type { Context } from '../context';
import { variable, variables } from './environment';
import type { Found, MadeFor } from './found';
import { madeForByKey } from './made-for';
import type { Room } from './room';

const COMMON = {
  service: 'Entra',
  applicationOf: ({ application_id: id }) => (typeof id === 'string' ? id.replace(/^\/applications\//, '') : undefined),
  idOf: ({ key_id: keyId }) => (typeof keyId === 'string' ? keyId : undefined),
  rights: {
    look: 'reading takes Application.Read.All on Microsoft Graph, or Application.ReadWrite.OwnedBy as an owner of the registration',
    discard:
      'removing takes Application.ReadWrite.OwnedBy on Microsoft Graph as an owner of the registration, or Application.ReadWrite.All',
  },
  whyNotDiscard: () => undefined,
} as const satisfies Partial<Room>;

/** Secrets are told by the display name that the set gives them; Entra chooses their ids. */
export const entraSecrets: Room = {
  ...COMMON,
  types: ['azuread_application_password'],
  connect: async (context) => {
    const admin = adminOf(context);
    return {
      look: async (application, { set }) => {
        const all = await admin.credentials(application);
        return all && { credentials: found(all, 'secret', (one) => namedBy(set, one)), cap: Infinity };
      },
      discard: (application, { id }) => admin.removeSecret(application, id),
    };
  },
};

/** Certificates are told by their key id, which is made of their fingerprint. */
export const entraCertificates: Room = {
  ...COMMON,
  types: ['azuread_application_certificate'],
  connect: async (context) => {
    const admin = adminOf(context);
    return {
      look: async (application, { set }) => {
        const all = await admin.credentials(application);
        if (!all) return undefined;
        const credentials = found(all, 'certificate', (one) => madeForByKey(set, one.keyId)).map((one) =>
          one.madeFor
            ? {
                ...one,
                hinders:
                  'the next apply says "already exists" of it: stage another one ("cdktf-rotation stage NAME --new-key"), and apply',
              }
            : one,
        );
        return { credentials, cap: Infinity };
      },
      discard: (application, { id }, beside) =>
        admin.removeCertificate(
          application,
          id,
          beside.map((one) => one.id),
        ),
    };
  },
};

function found(
  all: readonly ApplicationCredential[],
  type: ApplicationCredential['type'],
  madeFor: (one: ApplicationCredential) => MadeFor | undefined,
): readonly Found[] {
  return all
    .filter((one) => one.type === type)
    .map((one) => ({
      id: one.keyId,
      name: one.displayName,
      created: one.start,
      expires: one.end,
      condition: 'valid',
      madeFor: madeFor(one),
    }));
}

/** `billing a g3` */
function namedBy({ name }: ManifestSet, { displayName = '' }: ApplicationCredential): MadeFor | undefined {
  const [, set, slot, generation] = /^(\S+) ([ab]) g(\d+)$/.exec(displayName) ?? [];
  return set === name ? { slot: slot === 'a' ? 'a' : 'b', generation: Number(generation) } : undefined;
}

function adminOf(context: Context): EntraAdmin {
  const urls = { graphUrl: variable(context, 'ENTRA_GRAPH_URL'), loginUrl: variable(context, 'ENTRA_LOGIN_URL') };
  return new EntraAdmin(urls, callerOf(context));
}

function callerOf(context: Context): EntraCaller {
  const accessToken = variable(context, 'ARM_ACCESS_TOKEN');
  if (accessToken !== undefined) return { accessToken };
  const given = variables(
    context,
    'Entra',
    ['ARM_TENANT_ID', 'ARM_CLIENT_ID', 'ARM_CLIENT_SECRET'],
    ': set them, or ARM_ACCESS_TOKEN to an access token for Microsoft Graph',
  );
  return { tenantId: given.ARM_TENANT_ID, clientId: given.ARM_CLIENT_ID, clientSecret: given.ARM_CLIENT_SECRET };
}

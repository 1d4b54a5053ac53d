import { randomUUID } from 'node:crypto';
import { PluginError, type ResourceType } from '../../plugin';
import { providerSchema, withForceNew } from '../schemas';
import { attempt } from '../provider/attempt';
import { type EntraConnection, type EntraContext, graph } from './connection';
import { AFTER_CREATE, AFTER_DELETE, untilConsistent } from './consistency';
import { objectIdOf, parseCredentialId } from './credential-id';
import { validateCredential } from './credential-rules';
import type { GraphApplication, GraphCredential } from './graph-client';
import { keyCredential } from './key-credential';
import { withDefaults } from '../provider/with-defaults';

const { azuread_application_certificate: loaded } = providerSchema('azuread').resources;

/**
 * `azuread_application_certificate`: every argument replaces it. Certificates are written as the whole list of the
 * application, read before and sent back, so a writer outside of this process can be lost.
 */
export const applicationCertificate: ResourceType<EntraConnection> = {
  version: loaded?.version,
  schema: withDefaults(
    withForceNew(
      loaded ?? {},
      'application_id',
      'encoding',
      'key_id',
      'start_date',
      'end_date',
      'end_date_relative',
      'type',
      'value',
    ),
    { encoding: 'pem' },
  ),
  validate: validateCredential,

  async create(context, planned) {
    const objectId = objectIdOf(String(planned.application_id));
    const credential = keyCredential(planned, randomUUID);
    const id = `${objectId}/certificate/${credential.keyId}`;
    return context.client.lock.run(objectId, async () => {
      const application = await attempt('retrieving application', 'application_id', () =>
        graph(context).getApplication(objectId),
      );
      if (certificateOf(application, credential.keyId)) throw alreadyExists(id);
      await attempt('adding certificate for application', 'application_id', () =>
        setCertificates(context, objectId, [...application.keyCredentials, credential]),
      );
      await attempt('waiting for certificate credential', 'application_id', () =>
        untilConsistent(context, {
          ...AFTER_CREATE,
          seen: async () =>
            certificateOf(await graph(context).getApplication(objectId), credential.keyId) !== undefined,
        }),
      );
      const state = await applicationCertificate.read(context, { ...planned, id });
      if (!state) throw new Error(`the new certificate "${id}" is gone`);
      return state;
    });
  },

  async read(context, state) {
    const { objectId, keyId } = parseCredentialId(String(state.id), 'certificate');
    // An application that is gone is an error here, other than for passwords.
    const application = await attempt('retrieving application', 'application_id', () =>
      graph(context).getApplication(objectId),
    );
    const certificate = certificateOf(application, keyId);
    return (
      certificate && {
        ...state,
        application_id: `/applications/${objectId}`,
        key_id: keyId,
        type: certificate.type ?? '',
        start_date: certificate.startDateTime,
        end_date: certificate.endDateTime,
      }
    );
  },

  async delete(context, state) {
    const { objectId, keyId } = parseCredentialId(String(state.id), 'certificate');
    await context.client.lock.run(objectId, () =>
      attempt('removing certificate credential', 'id', async () => {
        const { keyCredentials } = await graph(context).getApplication(objectId);
        const rest = keyCredentials.filter((one) => one.keyId !== keyId);
        await setCertificates(context, objectId, rest);
        await untilConsistent(context, {
          ...AFTER_DELETE,
          seen: async () => certificateOf(await graph(context).getApplication(objectId), keyId) === undefined,
        });
      }),
    );
  },

  async import(_context, id) {
    const { objectId, keyId } = parseCredentialId(id, 'certificate');
    return { id, application_id: `/applications/${objectId}`, key_id: keyId };
  },
};

async function setCertificates(
  context: EntraContext,
  objectId: string,
  keyCredentials: readonly GraphCredential[],
): Promise<void> {
  await graph(context).send('PATCH', `/v1.0/applications/${objectId}`, {
    '@odata.type': '#microsoft.graph.application',
    id: objectId,
    keyCredentials,
  });
}

function certificateOf({ keyCredentials }: GraphApplication, keyId: string): GraphCredential | undefined {
  return keyCredentials.find((certificate) => certificate.keyId === keyId);
}

function alreadyExists(id: string): PluginError {
  return new PluginError(
    `a resource with the ID "${id}" already exists`,
    'to be managed by Terraform it needs to be imported into the state as azuread_application_certificate',
    ['key_id'],
  );
}

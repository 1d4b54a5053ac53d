import { type ResourceType, type Values } from '../../plugin';
import { providerSchema, withForceNew } from '../schemas';
import { attempt } from '../provider/attempt';
import { type EntraConnection, type EntraContext, graph } from './connection';
import { AFTER_CREATE, AFTER_DELETE, untilConsistent } from './consistency';
import { objectIdOf, parseCredentialId } from './credential-id';
import { validateCredential } from './credential-rules';
import { given } from '../provider/given';
import type { GraphCredential } from './graph-client';

const { azuread_application_password: loaded } = providerSchema('azuread').resources;

/** `azuread_application_password`: every argument replaces it, and the value is known from its creation only. */
export const applicationPassword: ResourceType<EntraConnection> = {
  version: loaded?.version,
  schema: withForceNew(
    loaded ?? {},
    'application_id',
    'display_name',
    'start_date',
    'end_date',
    'end_date_relative',
    'rotate_when_changed',
  ),
  validate: validateCredential,

  async create(context, planned) {
    const objectId = objectIdOf(String(planned.application_id));
    return context.client.lock.run(objectId, async () => {
      await attempt('retrieving application', 'application_id', () => graph(context).getApplication(objectId));
      const added = await attempt('adding password for application', 'application_id', () =>
        addPassword(context, objectId, planned),
      );
      await attempt('waiting for password credential', 'application_id', () =>
        untilConsistent(context, {
          ...AFTER_CREATE,
          seen: async () => passwordOf(await graph(context).getApplication(objectId), added.keyId) !== undefined,
        }),
      );
      const id = `${objectId}/password/${added.keyId}`;
      const state = await applicationPassword.read(context, { ...planned, id, value: added.secretText });
      if (!state) throw new Error(`the new password "${id}" is gone`);
      return state;
    });
  },

  async read(context, state) {
    const { objectId, keyId } = parseCredentialId(String(state.id), 'password');
    const application = await attempt('retrieving application', 'application_id', () =>
      graph(context).findApplication(objectId),
    );
    const password = application && passwordOf(application, keyId);
    return (
      password && {
        ...state,
        application_id: `/applications/${objectId}`,
        key_id: keyId,
        display_name: password.displayName ?? '',
        start_date: password.startDateTime,
        end_date: password.endDateTime,
      }
    );
  },

  async delete(context, state) {
    const { objectId, keyId } = parseCredentialId(String(state.id), 'password');
    await context.client.lock.run(objectId, () =>
      attempt('removing password credential', 'id', async () => {
        await graph(context).send('POST', `/v1.0/applications/${objectId}/removePassword`, { keyId });
        await untilConsistent(context, {
          ...AFTER_DELETE,
          seen: async () => passwordOf(await graph(context).getApplication(objectId), keyId) === undefined,
        });
      }),
    );
  },
};

function addPassword(
  context: EntraContext,
  objectId: string,
  { display_name, start_date, end_date }: Values,
): Promise<{ readonly keyId: string; readonly secretText: string }> {
  // The real provider reads end_date_relative and never sends it.
  const passwordCredential = {
    displayName: given(display_name),
    startDateTime: given(start_date),
    endDateTime: given(end_date),
  };
  return graph(context).send('POST', `/v1.0/applications/${objectId}/addPassword`, {
    passwordCredential,
  }) as Promise<{ readonly keyId: string; readonly secretText: string }>;
}

function passwordOf(
  application: { readonly passwordCredentials: readonly GraphCredential[] },
  keyId: string,
): GraphCredential | undefined {
  return application.passwordCredentials.find((password) => password.keyId === keyId);
}

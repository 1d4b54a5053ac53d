import type { ResourceType, Values } from '../../plugin';
import { providerSchema } from '../schemas';
import { attempt } from '../provider/attempt';
import { type EntraConnection, graph } from './connection';
import { AFTER_DELETE, untilConsistent } from './consistency';
import { objectIdOf } from './credential-id';
import { type GraphApplication, isNotFound } from './graph-client';
import { registrationBody, registrationState } from './registration-body';
import { keepEmpty } from '../provider/keep-empty';
import { withDefaults } from '../provider/with-defaults';

const { azuread_application_registration: loaded } = providerSchema('azuread').resources;

/** `azuread_application_registration`: an application without its credentials. */
export const applicationRegistration: ResourceType<EntraConnection> = {
  version: loaded?.version,
  schema: withDefaults(loaded ?? {}, { sign_in_audience: 'AzureADMyOrg', requested_access_token_version: 2 }),

  async create(context, planned) {
    const created = (await attempt('creating application', 'display_name', () =>
      graph(context).send('POST', '/v1.0/applications', registrationBody(planned)),
    )) as GraphApplication;
    return found(await this.read(context, { ...planned, id: `/applications/${created.id}` }));
  },

  async read(context, state) {
    const objectId = objectIdOf(String(state.id));
    const application = await attempt('retrieving application', 'id', () => graph(context).findApplication(objectId));
    return application && keepEmpty(state, { ...state, ...registrationState(application) });
  },

  async update(context, prior, planned) {
    const objectId = objectIdOf(String(prior.id));
    await attempt('updating application', 'id', () =>
      graph(context).send('PATCH', `/v1.0/applications/${objectId}`, registrationBody(planned)),
    );
    return found(await this.read(context, planned));
  },

  async delete(context, state) {
    const objectId = objectIdOf(String(state.id));
    await attempt('deleting application', 'id', async () => {
      await graph(context).send('DELETE', `/v1.0/applications/${objectId}`);
      await untilConsistent(context, {
        ...AFTER_DELETE,
        seen: () =>
          graph(context)
            .getApplication(objectId)
            .then(() => false, gone),
      });
    });
  },

  async import(_context, id) {
    objectIdOf(id);
    return { id };
  },
};

function found(state: Values | undefined): Values {
  if (!state) throw new Error('the application is gone');
  return state;
}

function gone(error: unknown): true {
  if (isNotFound(error)) return true;
  throw error;
}

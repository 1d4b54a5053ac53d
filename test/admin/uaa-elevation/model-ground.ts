import { randomUUID } from 'node:crypto';
import { UaaModel } from '../../../lib/testing/uaa';
import type { Ground } from './matrix';

/** A model UAA 4.30.0 with a user `ops` who has `uaa.admin`. */
export async function modelGround(
  version = '4.30.0',
  clock: () => Date = () => new Date(),
): Promise<Ground & { readonly model: UaaModel }> {
  const model = await UaaModel.start({ version, clock });
  model.addClient({ clientId: 'cli', secrets: ['cli'], grantTypes: ['password'], scope: ['uaa.admin'] });
  model.addUser({ userName: 'ops', password: 'pw', groups: ['uaa.admin'] });
  const post = (form: Record<string, string>): Promise<Response> =>
    fetch(model.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  return {
    model,
    url: model.url,
    async token() {
      const form = { grant_type: 'password', client_id: 'cli', client_secret: 'cli', username: 'ops', password: 'pw' };
      return ((await (await post(form)).json()) as { access_token: string }).access_token;
    },
    async newClient(...secrets) {
      const clientId = `app-${randomUUID()}`;
      model.addClient({
        clientId,
        secrets,
        grantTypes: ['authorization_code', 'refresh_token'],
        authorities: ['uaa.resource'],
      });
      return clientId;
    },
    async signsIn(client, secret) {
      return (await post({ grant_type: 'probe', client_id: client, client_secret: secret })).status === 400;
    },
    async rights(client) {
      const { authorities = [], grantTypes = [] } = model.client(client) ?? {};
      return `${[...authorities].sort().join(' ')}; ${[...grantTypes].sort().join(' ')}`;
    },
    async helpers() {
      return model.clientIds().filter((id) => id.startsWith('rotator-'));
    },
  };
}

import { type Ground, rows, runRows, table } from '../admin/uaa-elevation/matrix';
import { accessToken } from './api';
import { describeReal, RealUaa } from './server';

describeReal('uaa change-secret at the real UAA 4.30.0', () => {
  it('ends restored in every row of the matrix, or with 4 and "uaa restore" finishing it', async () => {
    const ground = await realGround(RealUaa.get());
    // Of removals, which differ from additions in one request only, every twelfth row.
    const all = rows().filter(({ mode }, i) => mode === 'add' || i % 12 === 0);
    const part = Number(process.env.UAA_MATRIX_PART ?? 1);
    if (part > 1) process.stdout.write(`NOTE: one of ${part} rows, because UAA_MATRIX_PART says so\n`);
    const chosen = all.filter((_, i) => i % part === 0);
    const results = await runRows(ground, chosen, 8);
    process.stdout.write(`${table(results)}\n`);
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(await ground.helpers()).toEqual([]);
  });
});

async function realGround(uaa: RealUaa): Promise<Ground> {
  const cli = await uaa.freshClient({ grantTypes: ['password'], scope: ['uaa.admin'] });
  const { userName: username, password } = await uaa.freshUser(['uaa.admin']);
  const signIn = { grant_type: 'password', client_id: cli.clientId, client_secret: cli.secret, username, password };
  return {
    url: uaa.url,
    async token() {
      return accessToken(await uaa.api.signIn(signIn));
    },
    async newClient(...secrets) {
      const [secret, ...more] = secrets;
      const grantTypes = ['password', 'refresh_token'];
      const { clientId } = await uaa.freshClient({ secret, grantTypes, authorities: ['uaa.resource'] });
      const token = await uaa.adminToken();
      for (const added of more) await uaa.api.changeSecret(clientId, token, { changeMode: 'ADD', secret: added });
      return clientId;
    },
    async signsIn(client, secret) {
      return (await uaa.api.probe(client, secret)) === 'right';
    },
    async rights(client) {
      const { body } = await uaa.api.json('GET', `/oauth/clients/${client}`, { token: await uaa.adminToken() });
      const { authorities, authorized_grant_types: grants } = body as Record<string, readonly string[]>;
      return `${[...authorities!].sort().join(' ')}; ${[...grants!].sort().join(' ')}`;
    },
    async helpers() {
      const filter = encodeURIComponent('client_id sw "rotator-"');
      const { body } = await uaa.api.json('GET', `/oauth/clients?filter=${filter}`, { token: await uaa.adminToken() });
      return (body.resources as readonly { readonly client_id: string }[]).map(({ client_id }) => client_id);
    },
  };
}

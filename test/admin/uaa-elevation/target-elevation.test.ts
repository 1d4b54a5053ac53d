import { lastingEffects } from '../../../lib/admin/uaa/elevation';

describe('what elevating a client changes for good', () => {
  it.each<[string, readonly string[], readonly string[] | undefined, readonly string[]]>([
    ['nothing', ['client_credentials'], undefined, []],
    ['nothing where refresh_token is there', ['password', 'refresh_token'], ['none'], []],
    ['refresh_token beside password', ['password'], ['none'], ['refresh_token']],
    ['refresh_token beside authorization_code', ['authorization_code'], ['none'], ['refresh_token']],
    ['the resource ids', ['client_credentials'], ['api'], ['resource ids of "app" (api)']],
  ])('is %s', (_what, grants, resources, effects) => {
    const client = { client_id: 'app', authorities: [], authorized_grant_types: grants, resource_ids: resources };
    expect(lastingEffects(client)).toEqual(effects.map((effect) => expect.stringContaining(effect)));
  });
});

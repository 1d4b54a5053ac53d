import { planOf } from './make';
import { scrubbed, secretsOf } from './scrub';
import { SITUATIONS } from './situations';
import { Stage } from './stage';

test.each(['entra-client-secret-promote', 'uaa-client-secret-promote', 'okta-client-secret-promote'])(
  'no secret that a model handed out is in the plan of %s, and what was equal stays equal',
  async (name) => {
    const situation = SITUATIONS.find((one) => one.name === name);
    if (!situation) throw new Error(`no situation ${name}`);
    const stage = await Stage.start(situation.kind);
    try {
      const { json } = await planOf(situation, stage, 'as synthesized');
      const text = JSON.stringify(json);
      const secrets = [...stage.secrets];
      expect(secrets.length).toBeGreaterThanOrEqual(2);
      expect(secrets.filter((secret) => text.includes(secret)).length).toBeGreaterThanOrEqual(2);
      const clean = JSON.stringify(scrubbed(json, stage.ids));
      for (const secret of [...secrets, ...secretsOf(json)]) expect(clean).not.toContain(secret);
      const promoted = /"data_json":"{[^}]*?\\"clientSecret\\":\\"(scrubbed-secret-\d{4})\\"[^}]*}/g;
      const published = [...clean.matchAll(promoted)].map(([, placeholder]) => placeholder);
      expect(new Set(published).size).toBe(2);
    } finally {
      await stage.close();
    }
  },
);

test('values of JSON texts are scrubbed one by one, and public ones stay', () => {
  const data = JSON.stringify({ clientId: 'public-client', keyId: 'public-key', clientSecret: 'a"b\\c-secret' });
  const plan = {
    resource_changes: [{ change: { before: { data }, before_sensitive: { data: true } } }],
    configuration: { root_module: { resources: [{ expressions: { value: { constant_value: 'a"b\\c-secret' } } }] } },
  };
  expect(scrubbed(plan)).toEqual({
    resource_changes: [
      {
        change: {
          before: { data: data.replace('a\\"b\\\\c-secret', 'scrubbed-secret-0001') },
          before_sensitive: { data: true },
        },
      },
    ],
    configuration: {
      root_module: { resources: [{ expressions: { value: { constant_value: 'scrubbed-secret-0001' } } }] },
    },
  });
});

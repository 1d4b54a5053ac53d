import { rehearse } from './corpus/rehearse';
import { SITUATIONS } from './corpus/situations';

/** One or two for each rule and for each way to be safe; `tsx test/guard/corpus/world.ts` runs them all. */
const SAMPLE = [
  'entra-client-secret-recycle',
  'okta-private-key-jwt-retire',
  'entra-client-secret-current-vanished',
  'both-slots-replaced',
  'promote-and-retire-without-create-before-destroy',
  'entra-client-secret-stage-and-promote',
  'auth0-live-key-renamed',
  'retire-and-stage',
  'entra-client-secret-set-dropped',
  'auth0-second-resource-of-the-client',
];

test.each(SAMPLE)('what the guard says of %s is what happens', async (name) => {
  const situation = SITUATIONS.find((one) => one.name === name);
  if (!situation) throw new Error(`no situation ${name}`);
  const { complaints } = await rehearse(situation, 1);
  expect(complaints).toEqual([]);
});

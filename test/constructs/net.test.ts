import { planOf } from '../guard/corpus/make';
import { SITUATIONS } from '../guard/corpus/situations';
import { Stage } from '../guard/corpus/stage';

const OVERRIDDEN = /its resource no longer holds it as the set made it.*Take the override back/;
const EDITED = /step 0 \(start\) would replace the key in slot a.*Restore the keys of "app" in the manifest from git/;
const PROTECTED = /Instance cannot be destroyed/;

// What ends a credential in use is refused by the plan, without the guard.
test.each([
  ['current-replaced', PROTECTED],
  ['current-tainted', PROTECTED],
  ['current-end-date-changed', PROTECTED],
  ['auth0-client-changed', PROTECTED],
  ['auth0-live-key-renamed', OVERRIDDEN],
  ['auth0-live-key-other-text', OVERRIDDEN],
  ['okta-method-changed', OVERRIDDEN],
  ['auth0-private-key-jwt-live-key-edited', EDITED],
  ['okta-private-key-jwt-live-key-edited', EDITED],
])('%s is refused by the plan itself', async (name, refusal) => {
  const situation = SITUATIONS.find((one) => one.name === name)!;
  const stage = await Stage.start(situation.kind);
  try {
    const { refused } = await planOf(situation, stage, 'as synthesized');
    expect(refused?.replace(/\s*[│╷╵]?\s*\n\s*[│╷╵]?\s*/g, ' ')).toMatch(refusal);
  } finally {
    await stage.close();
  }
});

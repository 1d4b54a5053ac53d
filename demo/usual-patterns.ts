import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { rfc7638 } from '../lib/rotation';
import { auth0Application } from './kinds/auth0';
import { entraApplication } from './kinds/entra';
import { ENTRA_PATTERNS, GUIDE_RENAME, type NaivePattern } from './naive';
import { CACHE, type Lanes, Rehearsal } from './rehearsal';
import { providers } from './two-slot';
import type { Scenario } from './scenario';
import type { World } from './world';

const generate = promisify(generateKeyPair);

/** The patterns in use today, in the same harness: their failed sign-ins are counted, not assumed. */
export const USUAL_PATTERNS: readonly Scenario[] = [
  ...ENTRA_PATTERNS.map((pattern) => ({
    kind: 'entra-client-secret',
    pattern: pattern.pattern,
    title: pattern.title,
    rehearse: async (world: World, progress: (text: string) => void) => {
      const application = entraApplication(world.entra);
      const rehearsal = new Rehearsal({ world, application, title: pattern.title, progress });
      await applyAll(rehearsal, pattern, application);
      return rehearsal.finish('entra-client-secret', pattern.pattern, lanesOf(/^naive (\w+) (g\d+)$/));
    },
  })),
  {
    kind: 'auth0-private-key-jwt',
    pattern: GUIDE_RENAME.pattern,
    title: GUIDE_RENAME.title,
    rehearse: async (world, progress) => {
      const keys = new Map<string, KeyObject>();
      const publicKeys: { pem: string; keyId: string }[] = [];
      for (let count = 0; count < 2; count++) {
        const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
        const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
        publicKeys.push({ pem, keyId: rfc7638(pem) });
        keys.set(rfc7638(pem), privateKey);
      }
      const application = auth0Application(world.auth0, (keyId) => keys.get(keyId) as KeyObject);
      const rehearsal = new Rehearsal({ world, application, title: GUIDE_RENAME.title, progress });
      await applyAll(rehearsal, GUIDE_RENAME, { clientId: application.clientId, keys: publicKeys });
      return rehearsal.finish('auth0-private-key-jwt', GUIDE_RENAME.pattern, lanesOf(/^(\w+) (Credential)$/));
    },
  },
];

async function applyAll<Subject>(
  rehearsal: Rehearsal,
  { applies }: NaivePattern<Subject>,
  subject: Subject,
): Promise<void> {
  for (const { label, build } of applies) {
    const apply = {
      label,
      build: (stack: Parameters<typeof build>[0]): void => {
        providers(stack);
        build(stack, subject);
      },
    };
    await rehearsal.apply(apply, 3);
    await rehearsal.pauseAfterApply(1.2 * CACHE);
  }
}

/** A lane a resource, by the name that the pattern gives it. */
function lanesOf(pattern: RegExp): Lanes {
  const known = new Map<string, { lane: string; label: string }>();
  const names: string[] = [];
  return {
    get names() {
      return names;
    },
    of: ({ keyId, name }) => {
      const [, lane = '', label = ''] = pattern.exec(name ?? '') ?? [];
      if (lane === '') return known.get(keyId) ?? { lane, label };
      if (!names.includes(lane)) names.push(lane);
      known.set(keyId, { lane, label: label === 'Credential' ? `${lane} key` : `${lane} ${label}` });
      return known.get(keyId) as { lane: string; label: string };
    },
  };
}

import { byHand, type ChangeOutcome, runChange } from '../../admin/uaa/elevation';
import { Refusal } from '../../rotation';
import { NeedsPerson } from '../exit-code';
import type { Outcome } from '../outcome';
import type { Prepared } from './prepare';
import { stoppable } from './stop';
import { alreadyDone, done, warnings } from './words';

/**
 * Changes the secret and says what came of it.
 *
 * @throws Refusal when it is not changed and everything is as it was
 * @throws NeedsPerson when something is left at UAA, or it is not known whether the secret is changed
 */
export async function carryOut(prepared: Prepared, say: (line: string) => void): Promise<Outcome> {
  const { admin, connection, change, newSecret, way, why, version, journal } = prepared;
  if (prepared.already) return alreadyDone(prepared);
  say(`UAA ${version} at ${connection.url}: ${why}`);
  for (const warning of warnings(prepared)) say(`warning: ${warning}`);
  return stoppable(say, async (stop) => {
    await newSecret.delivery?.deliver();
    const { url, zone, zoneUrl, token, caCertificate } = connection;
    const guard = { journal, url, zone, zoneUrl, token, caCertificate, timeout: admin.timeout };
    const outcome = await runChange({ admin, change, way, guard, stop, say });
    if (outcome.changed === 'yes' && !outcome.left) return done(prepared);
    throw await complaint(prepared, outcome);
  });
}

async function complaint(prepared: Prepared, outcome: ChangeOutcome): Promise<Error> {
  const { newSecret, journal, connection } = prepared;
  const { changed, left, failure } = outcome;
  const why =
    failure?.message ?? 'UAA answered that it was, but the new secret does not work: somebody else changed it too';
  const takenBack = changed === 'no' && newSecret.delivery ? `; ${await newSecret.delivery.takeBack()}` : '';
  const state = STATES[changed];
  if (left) {
    return new NeedsPerson(
      `not restored, ${state}: ${why}${takenBack}: the journal ${journal} is kept, and a process goes on trying for up to ten minutes: run "cdktf-rotation uaa restore --journal ${journal}", or "${byHand(left, connection.zone)}"`,
    );
  }
  switch (changed) {
    case 'yes':
    case 'no':
      return new Refusal(`${state}, and nothing is left behind: ${why}${takenBack}`);
    case 'unknown':
      return new NeedsPerson(
        `${state}: ${why}; nothing of this run is left at UAA: run it again with the same new secret (--new-secret-from) once UAA answers`,
      );
    case 'lost':
      return new NeedsPerson(`${state}: ${why}: put it back at once with "--mode add" and the same new secret`);
  }
}

const STATES: Readonly<Record<ChangeOutcome['changed'], string>> = {
  yes: 'the secret is changed',
  no: 'the secret is not changed',
  unknown: 'whether the secret is changed is not known',
  lost: 'the new secret does not work any more',
};

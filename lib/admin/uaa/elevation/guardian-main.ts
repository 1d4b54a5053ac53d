import { createInterface } from 'node:readline';
import { DONE, type Guarded, READY } from './guardian';
import { readJournal } from './journal';
import { restoreJournal } from './restore-journal';

/** For how long the guardian goes on while UAA does not answer, in milliseconds. */
const PATIENCE = 600_000;

/** The guardian process: waits for the end of its standard input, and restores unless it was told that all is done. */
async function main(): Promise<void> {
  const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) return;
  const guarded = JSON.parse(first.value) as Guarded;
  process.stdout.on('error', () => undefined);
  process.stdout.write(`${READY}\n`);
  const next = await lines.next();
  if (next.done !== true && next.value === DONE) return;
  const journal = await readJournal(guarded.journal);
  if (journal?.run !== guarded.run) return;
  await restoreJournal(guarded.journal, journal, { ...guarded, patience: PATIENCE });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// What it could not do stands in the journal, which stays.
main().catch(() => undefined);

import { type Journal, removeJournal } from './journal';
import { restore } from './restore';
import { UaaCalls } from './uaa-calls';

export interface RestoreOptions {
  readonly token: string;
  readonly caCertificate?: string;
  /** Time-out of the requests, in milliseconds. @default the run's */
  readonly timeout?: number;
  /** How long to go on while UAA does not answer, in milliseconds. @default three time-outs */
  readonly patience?: number;
}

/**
 * Takes away what the run of a journal left at UAA, then removes the journal. Does no harm when there is nothing.
 *
 * A request of the killed run may still be on its way, so that this takes a little longer than the run's time-out.
 *
 * @throws NotRestored when it could not be done; the journal stays
 */
export async function restoreJournal(path: string, journal: Journal, options: RestoreOptions): Promise<void> {
  const {
    token,
    caCertificate,
    timeout = journal.timeout,
    patience = 3 * Math.max(timeout, journal.timeout),
  } = options;
  const { url, zone, zoneUrl } = journal;
  const admin = new UaaCalls({ url, zone, zoneUrl, caCertificate, timeout }, { token });
  await restore(admin, journal.leftover, { settle: 1.2 * journal.timeout, patience });
  await removeJournal(path, journal.run);
}

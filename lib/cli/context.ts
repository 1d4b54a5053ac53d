import type { Readable, Writable } from 'node:stream';
import type { Timer } from './verify/repeat';

/** The world outside the command line, so that tests can bring their own. */
export interface Context {
  readonly now: () => Date;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether a person sits at both ends; only then questions are asked. */
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For waiting and measuring time. @default that of the system */
  readonly timer?: Timer;
}

import type { ExitCode } from './exit-code';

/** What a command has to say. */
export interface Outcome {
  /** For people, on standard output. */
  readonly text: string;
  /** For machines, on standard output with `--json`. */
  readonly json: object;
  /** On standard error, in both cases. */
  readonly notes?: readonly string[];
  /** 0 unless the command looked at something and found fault with it. */
  readonly exitCode?: ExitCode;
}

export interface OutputOptions {
  readonly json?: boolean;
}

/** Takes what a command has to say. */
export type Report = (outcome: Outcome, options: OutputOptions) => void;

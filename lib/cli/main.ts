#!/usr/bin/env node
import { EXIT } from './exit-code';
import { fileError } from './file-error';
import { run } from './run';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return; // the reader of a pipe may leave early, as "head" does
  const { message } = fileError('what the command did cannot be printed', error) as Error;
  process.stderr.write(`needs a person: ${message}\n`);
  process.exit(EXIT.person);
});
// That nobody listens must not stop what is under way.
process.stderr.on('error', () => undefined);

void run(process.argv.slice(2), {
  now: () => new Date(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  isTerminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
  env: process.env,
}).then((exitCode) => {
  process.exitCode = exitCode;
});

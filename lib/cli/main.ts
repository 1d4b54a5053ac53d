#!/usr/bin/env node
import { run } from './run';

// The reader of a pipe may leave early, as "head" does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

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

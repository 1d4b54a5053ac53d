import type * as Prompts from '@inquirer/prompts';
import type * as X509 from '@peculiar/x509';

// Loaded at the first use: together they take longer than most commands. By require, which is what a CommonJS
// package has, and which tests can follow; import() needs a flag there.
/* eslint-disable @typescript-eslint/no-require-imports */

export function prompts(): typeof Prompts {
  return require('@inquirer/prompts') as typeof Prompts;
}

export function x509(): typeof X509 {
  require('reflect-metadata'); // @peculiar/x509 needs it and does not bring it
  return require('@peculiar/x509') as typeof X509;
}

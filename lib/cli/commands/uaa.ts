import type { Register } from '../register';
import { changeSecret } from './uaa-change-secret';
import { restore } from './uaa-restore';

/** Commands for clients of Cloud Foundry UAA that no manifest manages. */
export const uaa: Register = (program, context, report) => {
  const group = program.command('uaa').description('Cloud Foundry UAA: change the secret of a client as a user');
  changeSecret(group, context, report);
  restore(group, context, report);
};

import type { Register } from '../register';
import { changeSecret } from './uaa-change-secret';
import { restore } from './uaa-restore';

/** Commands for clients of Cloud Foundry UAA that no manifest manages. */
export const uaa: Register = (program, context, report) => {
  const group = program.command('uaa').description('change the secret of a UAA client, with your own token');
  changeSecret(group, context, report);
  restore(group, context, report);
};

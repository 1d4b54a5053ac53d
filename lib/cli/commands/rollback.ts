import { stepCommand } from '../step-command';

export const rollback = stepCommand('rollback', 'make the previous credential current again');

import { stepCommand } from '../step-command';

export const promote = stepCommand('promote', 'make the staged credential current');

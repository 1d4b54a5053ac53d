import { stepCommand } from '../step-command';

export const abort = stepCommand('abort', 'remove the staged credential instead of promoting it');

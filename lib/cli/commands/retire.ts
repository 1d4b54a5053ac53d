import { stepCommand } from '../step-command';

export const retire = stepCommand('retire', 'remove the previous credential');

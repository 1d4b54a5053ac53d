import type { Situation } from '../situation';
import { BROKEN_STEPS } from './broken-steps';
import { CAP } from './cap';
import { INCIDENTS } from './incidents';
import { LOST } from './lost';
import { NEIGHBOURS } from './neighbours';
import { RARE } from './rare';
import { REPLACED } from './replaced';
import { STORES } from './stores';

export const DANGEROUS: readonly Situation[] = [
  ...REPLACED,
  ...BROKEN_STEPS,
  ...LOST,
  ...STORES,
  ...CAP,
  ...RARE,
  ...NEIGHBOURS,
  ...INCIDENTS,
].map((one) => ({
  ...one,
  verdict: 'dangerous',
}));

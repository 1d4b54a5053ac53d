import type { PlanOptions } from 'cdktf-rotation/testing';
import type { Rule, Verdict } from '../../../lib/guard/report';
import type { Stage } from './stage';

export interface Expected {
  readonly verdict: Verdict;
  /** Absent where nothing is wrong. */
  readonly rule?: Rule;
  /** Each matches a line of the trace of a finding of that rule, in this order. */
  readonly trace?: readonly RegExp[];
}

/** One plan of the corpus: how real Terraform is brought to make it, and what is right to say of it. */
export interface Situation {
  /** The name of the file. */
  readonly name: string;
  readonly kind: string;
  readonly verdict: 'dangerous' | 'safe';
  /** What is applied before; nobody signs in yet. */
  readonly prepare: (stage: Stage) => Promise<void>;
  /** What happens to manifest, code, state or model between the last apply and the plan. */
  readonly change: (stage: Stage) => Promise<void> | void;
  readonly plan?: PlanOptions;
  /** Of the plan without what Terraform itself refuses; a safe one is as synthesized. */
  readonly expected: Expected;
  /** How the world shows it; `not` where it cannot, with the reason. */
  readonly world?: World;
}

/** What the world does while the plan is applied. */
export type World =
  /** No sign-in fails. */
  | { readonly shows: 'nothing' }
  /** No sign-in fails once the apply has ended. */
  | { readonly shows: 'nothing afterwards' }
  /** At least one sign-in fails; the writes that match, as `POST /v1/kv/data/app`, are held back until it does. */
  | { readonly shows: 'failed sign-ins'; readonly hold?: RegExp }
  /** The apply fails with this. */
  | { readonly shows: 'failed apply'; readonly error: RegExp }
  /** The record after the apply is wrong although every sign-in succeeds. */
  | { readonly shows: 'wrong record' }
  | { readonly shows: 'not'; readonly why: string };

import type { Rule } from '../../guard/report';

/** What a rule is called, and the invariant behind it in one sentence. */
export interface RuleText {
  readonly title: string;
  readonly description: string;
}

/** Every rule of the guard, in the order in which SARIF lists them. */
export const RULES: Readonly<Record<Rule, RuleText>> = {
  'current-stays': {
    title: 'The credential in use stays',
    description: 'A credential that is in use is not removed, replaced or renamed by an apply.',
  },
  'old-before-new': {
    title: 'Created by one apply, published by a later one',
    description: 'A credential is not published by the apply that creates it.',
  },
  'published-is-valid': {
    title: 'What is published is valid',
    description: 'A store never publishes a credential that is not valid.',
  },
  'one-step': {
    title: 'One step an apply',
    description: 'One apply takes a credential set one step further, never more.',
  },
  'record-stays': {
    title: 'The record stays',
    description: 'The ledgers that remember what is applied are not lost.',
  },
  'set-stays': {
    title: 'The set stays',
    description: 'A whole credential set is destroyed only after "cdktf-rotation remove".',
  },
  'within-cap': {
    title: 'No more credentials than the provider holds',
    description: 'A set never has more live credentials than its provider holds.',
  },
  'not-expired': {
    title: 'The published credential lasts until the next step',
    description: 'The published credential does not expire before the next step is due.',
  },
  'whole-plan': {
    title: 'The plan is whole',
    description: 'The plan is complete: it was made without -target and without an error.',
  },
  readable: {
    title: 'The plan says enough',
    description: 'The plan says enough of a credential set to tell whether it is safe.',
  },
  'outside-its-step': {
    title: 'Nothing changes outside its step',
    description: 'A credential that the step of its set does not touch does not change.',
  },
};

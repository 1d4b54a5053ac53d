import type { Finding, GuardReport, SetReport } from '../../../lib/guard/report';

const orders: SetReport = {
  set: 'orders',
  kind: 'auth0-private-key-jwt',
  manifest: 'rotation.json',
  applied: 7,
  planned: 7,
  verdict: 'safe',
  proof: 'nothing of this set changes',
  findings: [],
};

export const note: Finding = {
  rule: 'outside-its-step',
  verdict: 'safe',
  address: 'auth0_client_credentials.orders',
  message: 'a tag of the client changes',
  trace: [],
};

const shipping: SetReport = {
  set: 'shipping',
  kind: 'okta-private-key-jwt',
  manifest: 'rotation.json',
  planned: 1,
  step: 'start',
  verdict: 'safe',
  proof: 'the first credential is created before it is published',
  findings: [note],
};

export const removed: Finding = {
  rule: 'current-stays',
  verdict: 'unsafe',
  address: 'azuread_application_password.billing_slot_a',
  message: 'the credential that consumers use is removed while a store publishes it',
  trace: [
    'azuread_application_password.billing_slot_a is destroyed: a (generation 3) is not valid any more',
    'vault_kv_secret_v2.billing_vault still publishes a (generation 3)',
  ],
  consequence: 'sign-ins fail until vault_kv_secret_v2.billing_vault is updated',
  remedy: 'run "cdktf-rotation stage billing" and apply first',
};

const billing: SetReport = {
  set: 'billing',
  kind: 'entra-client-secret',
  manifest: 'rotation.json',
  applied: 3,
  planned: 4,
  step: 'promote',
  verdict: 'unsafe',
  findings: [removed],
};

export const unreadable: Finding = {
  rule: 'readable',
  verdict: 'unknown',
  message: 'the generation of slot b is known after apply only',
  trace: [],
  remedy: 'plan again without -refresh=false',
};

const ledger: SetReport = { ...billing, set: 'ledger', verdict: 'unknown', findings: [unreadable] };

const lost: Finding = {
  rule: 'published-is-valid',
  verdict: 'healing',
  message: 'the published credential was deleted outside of Terraform',
  trace: [],
};

const payroll: SetReport = { ...billing, set: 'payroll', verdict: 'healing', findings: [lost] };

export const targeted: Finding = {
  rule: 'whole-plan',
  verdict: 'unknown',
  message: 'the plan was made with -target',
  trace: [],
  remedy: 'plan again without -target',
};

export const SAFE: GuardReport = { verdict: 'safe', sets: [orders, shipping], findings: [] };
export const UNSAFE: GuardReport = { verdict: 'unsafe', sets: [orders, billing], findings: [] };
export const UNKNOWN: GuardReport = { verdict: 'unknown', sets: [ledger], findings: [] };
export const HEALING: GuardReport = { verdict: 'healing', sets: [orders, payroll], findings: [] };
export const PLAN_LEVEL: GuardReport = { verdict: 'unknown', sets: [orders], findings: [targeted] };
export const EMPTY: GuardReport = { verdict: 'safe', sets: [], findings: [] };
export const ALL: GuardReport = {
  verdict: 'unsafe',
  sets: [orders, payroll, shipping, ledger, billing],
  findings: [targeted],
};

/** A name that tries everything that a format could fall for. */
export const HOSTILE = '| a `b` <script>x</script> @here\n## c ]]> "d" & [e](https://f.example)\u0000\u001b[31m\u202e';

/** A report where every text that a plan could bring along is the given one. */
export function named(text: string): GuardReport {
  const finding: Finding = { ...removed, address: text, message: text, trace: [text], consequence: text, remedy: text };
  const set: SetReport = { ...billing, set: text, kind: text, step: text, proof: text, findings: [finding] };
  return {
    verdict: 'unsafe',
    sets: [set, { ...set, verdict: 'safe', findings: [] }],
    findings: [{ ...finding, verdict: 'unknown' }],
  };
}

/** The safe set, many times over. */
export function safeSets(count: number): readonly SetReport[] {
  return Array.from({ length: count }, (_, i) => ({ ...orders, set: `orders-${i + 1}` }));
}

/** The unsafe set, many times over. */
export function unsafeSets(count: number): readonly SetReport[] {
  return Array.from({ length: count }, (_, i) => ({ ...billing, set: `billing-${i + 1}` }));
}

import type { Stage } from './stage';

interface LedgerRecord {
  readonly manifest: string;
  readonly step: number;
  readonly transition: string;
  readonly current: 'a' | 'b' | 'outside';
  readonly keys: Readonly<Record<string, string>>;
}

/** What the ledgers of the set `app` say in the state; undefined when there is none that was ever written. */
export async function appliedRecord(stage: Stage): Promise<LedgerRecord | undefined> {
  const ledgers = await Promise.all(
    ['step_0', 'step_1'].map((leaf) => stage.terraform.values(`terraform_data.app_${leaf}`)),
  );
  return ledgers
    .flatMap((ledger) => (ledger?.output ? [ledger.output as LedgerRecord] : []))
    .filter(({ transition }) => transition !== '')
    .sort((one, other) => other.step - one.step)[0];
}

/** Why the record is not that of one step after the one before; undefined when it is. */
export async function whyWrong(stage: Stage, before: LedgerRecord | undefined): Promise<string | undefined> {
  const after = await appliedRecord(stage);
  if (!before || !after) return `no record ${before ? 'after' : 'before'} the apply`;
  if (after.manifest !== before.manifest) return `the record is of manifest ${after.manifest} now`;
  const jump = after.step - before.step;
  if (jump !== 0 && jump !== 1) return `step ${after.step} follows step ${before.step} in the record`;
  const published = stage.publishedKeyId;
  if (after.current !== 'outside' && after.keys[after.current] !== published) {
    return `${after.current} is current in the record, and the store publishes another credential`;
  }
  const live = stage.world.entra.liveCredentials(stage.application.clientId).map(({ keyId }) => keyId);
  const lost = Object.values(after.keys).filter((key) => key !== '' && !live.includes(key));
  return stage.kind.kind.startsWith('entra') && lost.length > 0
    ? 'the record names a credential that is gone'
    : undefined;
}

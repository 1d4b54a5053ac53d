import type { AppliedRecord, HistoryEvent } from '../../rotation';
import { appliedFact, type AppliedFact, appliedKeyId } from './applied';
import type { SetVersion } from './manifest-history';
import type { Merges, Source } from './merged';

/** One line of a history, for machines. */
export interface HistoryLine extends Omit<HistoryEvent, 'version'>, Partial<Source>, Partial<AppliedFact> {
  readonly committed: 'yes' | 'not yet' | 'not known here';
}

/** @param events of the versions @throws InputError when git cannot read what a merge brought in */
export async function historyLines(
  events: readonly HistoryEvent[],
  versions: readonly SetVersion[],
  merges: Merges,
  record: AppliedRecord | undefined,
): Promise<readonly HistoryLine[]> {
  const lines: HistoryLine[] = [];
  for (const event of events) {
    const { version, credential, ...facts } = event;
    const { origin } = versions[version] as SetVersion;
    const keyId = credential?.keyId ?? appliedKeyId(event, events, record);
    lines.push({
      ...facts,
      ...(credential && { credential: { ...credential, ...(keyId !== undefined && { keyId }) } }),
      committed: origin.kind === 'commit' ? 'yes' : origin.kind === 'end' ? 'not known here' : 'not yet',
      ...(await merges.sourceOf(event, origin)),
      ...appliedFact(event, events, record),
    });
  }
  return lines;
}

/** When a line came to this branch; what is not committed yet, or not known, counts from when it was done. */
export function timeOf({ merge, commit, taken }: HistoryLine): string | undefined {
  return merge?.at ?? commit?.at ?? taken;
}

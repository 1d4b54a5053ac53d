import type { Finding, GuardReport, SetReport, Verdict } from '../../guard/report';
import { oneLine } from '../one-line';
import { type Palette, paint } from '../terminal';

/** More safe sets than this are counted, not listed. */
const LISTED = 20;
const RANK: Readonly<Record<Verdict, number>> = { unsafe: 0, unknown: 1, healing: 2, safe: 3 };
const LABEL: Readonly<Record<Verdict, string>> = {
  unsafe: 'UNSAFE ',
  unknown: 'UNKNOWN',
  healing: 'healing',
  safe: 'safe   ',
};

/** The report for people: what is wrong first, the verdict of the whole plan last. */
export function guardText(report: GuardReport, palette: Palette): string {
  const sets = worstFirst(report.sets);
  const plain = sets.filter(isPlainlySafe).length;
  const listed = plain > LISTED ? sets.filter((set) => !isPlainlySafe(set)) : sets;
  const lines = [
    ...planLines(report.findings, palette),
    ...listed.flatMap((set) => setLines(set, palette)),
    ...(listed.length < sets.length ? [`${amount(plain)} sets are safe`] : []),
  ];
  const verdict = paint(palette, report.verdict, verdictSentence(report));
  return [...lines, ...(lines.length > 0 ? [''] : []), verdict].join('\n');
}

/** The verdict of the whole plan, in one sentence that holds nothing but numbers of the report. */
export function verdictSentence(report: GuardReport): string {
  if (report.verdict === 'safe' && report.sets.length === 0) return 'this plan has no credential sets to guard.';
  const subject = subjectOf(report);
  switch (report.verdict) {
    case 'safe':
      return `${sets(report.sets.length)} safe at every moment of the apply, and wherever it stops.`;
    case 'healing':
      return `${subject} healing: the credential in use is already gone, and this plan puts one back.`;
    case 'unknown':
      return `cannot tell whether ${subject} safe: a person has to look before this plan is applied.`;
    case 'unsafe':
      return `${subject} unsafe: do not apply this plan.`;
  }
}

/** A finding as lines: the counter-example is numbered and indented under it. */
export function findingLines(finding: Finding): readonly string[] {
  const { rule, verdict, trace, consequence, remedy } = finding;
  return [
    `${verdict === 'safe' ? 'note' : rule}: ${messageOf(finding)}`,
    ...trace.map((event, i) => `  ${i + 1}. ${oneLine(event)}`),
    ...(consequence === undefined ? [] : [`  -> ${oneLine(consequence)}`]),
    ...(remedy === undefined ? [] : [`remedy: ${oneLine(remedy)}`]),
  ];
}

/** The message, and the address where neither it nor the trace has it. */
export function messageOf({ address, message, trace }: Finding): string {
  const told = address === undefined || [message, ...trace].some((line) => line.includes(address));
  return oneLine(told ? message : `${message} (${address})`);
}

/** `step 3 -> 4 promote`, and what stands in its place where a set begins, rests or ends. */
export function stepOf({ applied, planned, step }: SetReport): string {
  if (applied === undefined && planned === undefined) return 'no step known';
  if (applied === undefined) return `first deployment, step ${planned}`;
  if (planned === undefined) return `step ${applied}, taken down`;
  if (applied === planned) return `step ${applied}, no change`;
  return oneLine(`step ${applied} -> ${planned} ${step ?? ''}`);
}

/** Safe, and nothing to say about it. */
export function isPlainlySafe(set: SetReport): boolean {
  return set.verdict === 'safe' && set.findings.length === 0;
}

export function worstFirst<T extends { readonly verdict: Verdict }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]);
}

export function amount(count: number): string {
  return count.toLocaleString('en-US');
}

function planLines(findings: readonly Finding[], palette: Palette): readonly string[] {
  const [worst] = worstFirst(findings);
  return worst ? [`${paint(palette, worst.verdict, LABEL[worst.verdict])} the plan`, ...indented(findings)] : [];
}

function setLines(set: SetReport, palette: Palette): readonly string[] {
  const head = `${paint(palette, set.verdict, LABEL[set.verdict])} ${oneLine(set.set)} (${oneLine(set.kind)}, ${stepOf(set)})`;
  return [set.proof === undefined ? head : `${head}: ${oneLine(set.proof)}`, ...indented(set.findings)];
}

function indented(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap((finding) => findingLines(finding).map((line) => `  ${line}`));
}

/** Who has the verdict of the report, with its verb. */
function subjectOf({ verdict, sets: all, findings }: GuardReport): string {
  const concerned = all.filter((set) => set.verdict === verdict).length;
  const some = `${amount(concerned)} of ${amount(all.length)} ${all.length === 1 ? 'set' : 'sets'}`;
  if (concerned === 0) return 'the plan as a whole is';
  if (findings.some((finding) => finding.verdict === verdict)) return `the plan as a whole and ${some} are`;
  return `${some} ${concerned === 1 ? 'is' : 'are'}`;
}

function sets(count: number): string {
  return count === 1 ? 'the one set is' : `all ${amount(count)} sets are`;
}

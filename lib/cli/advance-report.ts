import { timestamp } from '../rotation';
import type { Advance } from './advance';
import { changedEntry } from './changes';
import { EXIT, type ExitCode } from './exit-code';
import { keyNotes, withKey } from './key-summary';
import type { ManifestFile } from './manifest-file';
import { noSets } from './no-sets';
import { oneLine } from './one-line';
import type { Outcome } from './outcome';
import { overrideInForce } from './override-option';
import { moveSummary } from './step-summary';
import { turnText } from './turn-text';

/** What a scheduled run says: a line for each set, and what the manifest would change in a dry run. */
export function advanceOutcome(file: ManifestFile, results: readonly Advance[], now: Date, dryRun: boolean): Outcome {
  const changes = dryRun ? results.flatMap((one) => changesOf(file, one)) : [];
  const failed = results.filter(({ result }) => result === 'failed');
  const notes = [...new Set(results.flatMap((one) => notesOf(one, dryRun)))];
  const lines = results.map(textOf);
  if (results.length === 0) lines.push(noSets(file.path));
  return {
    text: [...(dryRun ? ['dry run, nothing is written:', ...changes] : []), ...lines].join('\n'),
    json: {
      at: timestamp(now),
      file: file.path,
      dryRun,
      taken: results.filter(({ result }) => result === 'taken').length,
      failed: failed.length,
      sets: results.map(jsonOf),
      ...(dryRun && { changes }),
      notes,
    },
    notes,
    exitCode: exitCodeFor(results),
  };
}

function exitCodeFor(results: readonly Advance[]): ExitCode {
  const codes = results.flatMap((one) => (one.result === 'failed' ? [one.exitCode] : []));
  if (codes.length === 0) return EXIT.done;
  return codes.includes(EXIT.person) ? EXIT.person : EXIT.refused;
}

function textOf(one: Advance): string {
  const { name, state } = one.set;
  switch (one.result) {
    case 'taken':
      return withKey(moveSummary(name, state, one.entry.state), one.credential);
    case 'nothing':
      return `${name}: ${oneLine(turnText(one.set, one.turn))}`;
    case 'failed':
      return `${name}: ${one.exitCode === EXIT.person ? 'needs a person' : 'refused'}: ${oneLine(one.error)}`;
  }
}

function jsonOf(one: Advance): object {
  const { set, result } = one;
  const { name, state } = set;
  switch (one.result) {
    case 'taken': {
      const { step, last } = one.entry.state;
      const keyId = one.credential?.keyId;
      return { set: name, result, step: last.step, number: step, ...(keyId !== undefined && { keyId }) };
    }
    case 'nothing': {
      const { kind: why, ...turn } = one.turn;
      const times = 'until' in turn ? { due: timestamp(turn.due), until: timestamp(turn.until) } : {};
      return { set: name, result, why, number: state.step, ...turn, ...times, message: turnText(set, one.turn) };
    }
    case 'failed':
      return { set: name, result, number: state.step, error: oneLine(one.error), exitCode: one.exitCode };
  }
}

function changesOf({ manifest }: ManifestFile, one: Advance): readonly string[] {
  return one.result === 'taken' ? changedEntry(manifest, one.set.name, one.entry) : [];
}

function notesOf(one: Advance, dryRun: boolean): readonly string[] {
  if (one.result !== 'taken') return [];
  const override = overrideInForce(one.entry);
  return [
    ...(override
      ? [`${one.set.name}: ${override.rule} is not enforced at step ${override.step}: ${override.reason}`]
      : []),
    ...(one.credential ? keyNotes(one.credential, { dryRun }) : []),
  ];
}

import type { Finding, GuardReport, Verdict } from '../../guard/report';
import { oneLine } from '../one-line';
import { findingLines, messageOf, worstFirst } from './text';

const SUITE = 'cdktf-rotation guard';

/** The report as JUnit XML, for a pipeline that shows test results: a set is a test case. */
export function guardJunit(report: GuardReport): string {
  const [worst] = worstFirst(report.findings);
  const cases: readonly Case[] = [
    ...(worst ? [{ kind: SUITE, name: 'the plan', verdict: worst.verdict, findings: report.findings }] : []),
    ...report.sets.map(({ kind, set, verdict, findings }) => ({ kind, name: set, verdict, findings })),
  ];
  const failures = cases.filter(({ verdict }) => verdict === 'unsafe').length;
  const errors = cases.filter(({ verdict }) => verdict === 'unknown').length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="${SUITE}" tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0">`,
    ...cases.map(testcase),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

interface Case {
  readonly kind: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

function testcase({ kind, name, verdict, findings }: Case): string {
  const reasons = isBad(verdict) ? findings.filter((finding) => isBad(finding.verdict)) : [];
  const notes = findings.filter((finding) => !reasons.includes(finding));
  const inside = [
    ...(isBad(verdict) ? [fault(verdict === 'unsafe' ? 'failure' : 'error', verdict, worstFirst(reasons))] : []),
    ...(notes.length > 0 ? [`      <system-out>${body(notes)}</system-out>`] : []),
  ];
  const open = `    <testcase classname="${escaped(kind)}" name="${escaped(name)}"`;
  return inside.length === 0 ? `${open}/>` : [`${open}>`, ...inside, '    </testcase>'].join('\n');
}

function fault(element: 'failure' | 'error', verdict: Verdict, findings: readonly Finding[]): string {
  const [worst] = findings;
  const message = worst ? messageOf(worst) : verdict;
  return `      <${element} type="${worst?.rule ?? verdict}" message="${escaped(message)}">${body(findings)}</${element}>`;
}

function isBad(verdict: Verdict): boolean {
  return verdict === 'unsafe' || verdict === 'unknown';
}

function body(findings: readonly Finding[]): string {
  return findings.flatMap(findingLines).map(escapedLine).join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return escapedLine(oneLine(text));
}

/** A line that is clean of control characters already, which XML 1.0 has no way to write. */
function escapedLine(line: string): string {
  return line.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}

import { createHash } from 'node:crypto';
import type { Finding, GuardReport, Verdict } from '../../guard/report';
import { RULES } from './rules';
import { oneLine } from '../one-line';
import { findingLines } from './text';

const IDS = Object.keys(RULES);

/** The part of SARIF 2.1.0 that the guard writes. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly [SarifRun];
}

export interface SarifRun {
  readonly tool: { readonly driver: SarifDriver };
  readonly results: readonly SarifResult[];
}

export interface SarifDriver {
  readonly name: string;
  readonly version: string;
  readonly rules: readonly SarifRule[];
}

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
}

/**
 * The report for a code scanning service, one result a finding.
 *
 * @param version - of cdktf-rotation
 * @param artifact - the manifest, relative to the root of the repository: GitHub shows no result without a file
 */
export function guardSarif(report: GuardReport, version: string, artifact = 'rotation.json'): SarifLog {
  const uri = encodeURI(artifact.replaceAll('\\', '/').replace(/^\.\//, ''));
  const fingerprint = fingerprints();
  const result = (finding: Finding, set?: string): SarifResult => ({
    ruleId: finding.rule,
    ruleIndex: IDS.indexOf(finding.rule),
    level: levelOf(finding.verdict),
    message: { text: messageText(finding, set) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: oneLine(finding.address ?? set ?? 'the plan') }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint(finding, set) },
  });
  const results = [
    ...report.findings.map((finding) => result(finding)),
    ...report.sets.flatMap(({ set, findings }) => findings.map((finding) => result(finding, set))),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'cdktf-rotation guard', version, rules: rules() } }, results }],
  };
}

function rules(): readonly SarifRule[] {
  return Object.entries(RULES).map(([id, { title, description }]) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: description },
  }));
}

function levelOf(verdict: Verdict): SarifResult['level'] {
  switch (verdict) {
    case 'unsafe':
      return 'error';
    case 'unknown':
      return 'warning';
    case 'healing':
    case 'safe':
      return 'note';
  }
}

/** "](" would make a link of the text (SARIF 2.1.0, section 3.11.6). */
function messageText(finding: Finding, set: string | undefined): string {
  const [message = '', ...rest] = findingLines(finding);
  const head = `${set === undefined ? 'the plan' : oneLine(set)}: ${message}`;
  return [head, ...rest].join('\n').replaceAll('](', '] (');
}

/**
 * Tells findings apart from one run to the next. They all stand at the first line of the manifest, so that the hash of
 * the line, which GitHub and Azure DevOps compute where this key is missing, would make one of all of them. Findings
 * that are alike are counted, as CodeQL does.
 */
function fingerprints(): (finding: Finding, set?: string) => string {
  const seen = new Map<string, number>();
  return ({ rule, address }, set) => {
    const key = JSON.stringify([rule, set ?? null, address ?? null]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return `${createHash('sha256').update(key).digest('hex').slice(0, 16)}:${count}`;
  };
}

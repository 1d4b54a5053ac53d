import type { Finding, GuardReport, SetReport } from '../../guard/report';
import { RULES } from './rules';
import { oneLine } from '../one-line';
import { amount, isPlainlySafe, messageOf, stepOf, verdictSentence, worstFirst } from './text';

/** A pipeline finds its own comment by this line, to update it. */
export const MARKER = '<!-- cdktf-rotation guard -->';

/** GitHub takes 65,536 characters a comment; what calls this may add a line or two. */
const LIMIT = 60_000;
/** For the frames around what is fitted in: table head, summary, the line on what was left out. */
const FRAMES = 1_000;
/** A text has a line break or two after it. */
const BREAK = 2;

/** The report as a comment on a pull request, not longer than 60,000 characters. */
export function guardMarkdown(report: GuardReport): string {
  const head = [MARKER, `## cdktf-rotation guard: ${report.verdict}`, verdictSentence(report)].join('\n\n');
  const ordered = worstFirst(report.sets);
  const plan = fit(worstFirst(report.findings).map(findingBlock), LIMIT - FRAMES - head.length);
  const told = fit(ordered.filter((set) => !isPlainlySafe(set)).map(setBlock), plan.room);
  const safe = fit(ordered.filter(isPlainlySafe).map(safeLine), told.room);
  const left = [
    ...(plan.left > 0 ? [`${amount(plan.left)} of the findings about the plan`] : []),
    ...(told.left > 0 ? [`${amount(told.left)} of the sets with findings`] : []),
    ...(safe.left > 0 ? [`${amount(safe.left)} of the safe sets`] : []),
  ];
  return [
    head,
    ...(plan.kept.length > 0 ? ['### The plan', ...plan.kept.map(({ text }) => text)] : []),
    ...(told.kept.length > 0 ? [table(told.kept.map(({ row }) => row)), ...told.kept.map(({ text }) => text)] : []),
    ...(safe.kept.length > 0 ? [collapsed(safe)] : []),
    ...(left.length > 0 ? [`**Left out**, since a comment holds only so much: ${left.join(', ')}.`] : []),
  ].join('\n\n');
}

interface Block {
  /** In the table; empty where the block is only text. */
  readonly row: string;
  readonly text: string;
}

interface Fitted {
  readonly kept: readonly Block[];
  readonly left: number;
  readonly room: number;
}

/** Takes each block whole or not at all. */
function fit(blocks: readonly Block[], room: number): Fitted {
  const kept: Block[] = [];
  let rest = room;
  for (const block of blocks) {
    const size = block.row.length + block.text.length + 2 * BREAK;
    if (size > rest) continue;
    kept.push(block);
    rest -= size;
  }
  return { kept, left: blocks.length - kept.length, room: rest };
}

function setBlock(set: SetReport): Block {
  const cells = [literal(set.set), literal(set.kind), literal(stepOf(set)), verdictOf(set)];
  const heading = `### ${literal(set.set)}: ${set.verdict}`;
  const proof = set.proof === undefined ? [] : [`**Why:** ${literal(set.proof)}`];
  const text = [heading, ...proof, ...set.findings.map((finding) => findingBlock(finding).text)].join('\n\n');
  return { row: `| ${cells.join(' | ')} |`, text };
}

function findingBlock(finding: Finding): Block {
  const { rule, verdict, trace, consequence, remedy } = finding;
  const paragraphs = [
    `**${verdict === 'safe' ? 'note' : rule}:** ${literal(messageOf(finding))}`,
    ...(trace.length > 0 ? [trace.map((event, i) => `${i + 1}. ${literal(event)}`).join('\n')] : []),
    ...(consequence === undefined ? [] : [`**What follows:** ${literal(consequence)}`]),
    ...(verdict === 'safe' ? [] : [`**Rule:** ${RULES[rule].description}`]),
    ...(remedy === undefined ? [] : [`**Remedy:** ${literal(remedy)}`]),
  ];
  return { row: '', text: paragraphs.join('\n\n') };
}

function safeLine(set: SetReport): Block {
  const line = `- ${literal(set.set)} (${literal(set.kind)}, ${literal(stepOf(set))})`;
  return { row: '', text: set.proof === undefined ? line : `${line}: ${literal(set.proof)}` };
}

function verdictOf({ verdict }: SetReport): string {
  return verdict === 'safe' ? verdict : `**${verdict}**`;
}

function table(rows: readonly string[]): string {
  return ['| set | kind | step | verdict |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function collapsed({ kept, left }: Fitted): string {
  const count = kept.length + left;
  const summary = count === 1 ? '1 safe set' : `${amount(count)} safe sets`;
  const lines = kept.map(({ text }) => text).join('\n');
  return `<details>\n<summary>${summary}</summary>\n\n${lines}\n\n</details>`;
}

/**
 * Text from the report that shows as it is: no markup, cell, link or heading comes of it. GitHub looks for mentions,
 * issues and links in what is already rendered, so that a character reference does not stop it; a break of no width does.
 */
function literal(text: string): string {
  return oneLine(text)
    .replace(/[&<>|`\\*~[\]#$!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^[-+=]|(?<=^\d{1,9})[.)]/gu, reference)
    .replace(/@|:(?=\/\/)|&#35;(?=\d)|(?<=\bwww)\.|(?<=\bGH)-(?=\d)/giu, '$&\u200b');
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

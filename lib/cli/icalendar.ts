import { type ComingStep, type ManifestSet, timestamp } from '../rotation';

const MOST_OCTETS = 75;

/**
 * Coming steps as an iCalendar file (RFC 5545), without its last line feed. An event is known by deployment, set and
 * step number, so that a calendar that reads the file again moves it.
 */
export function icalendar(steps: readonly ComingStep[], sets: readonly ManifestSet[], now: Date): string {
  const manifests = new Map(sets.map((set) => [set.name, set.manifestId]));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//cdktf-rotation//calendar//EN',
    'CALSCALE:GREGORIAN',
    ...steps.flatMap((step) => event(step, manifests.get(step.set) ?? '', now)),
    'END:VCALENDAR',
    '',
  ];
  return lines.map(folded).join('\r\n').slice(0, -1);
}

function event({ set, step, number, at }: ComingStep, manifest: string, now: Date): readonly string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${set}.${number}.${manifest}@cdktf-rotation`,
    `DTSTAMP:${basic(now)}`,
    `DTSTART:${basic(at)}`,
    `SUMMARY:${escaped(`${step} ${set}`)}`,
    `DESCRIPTION:${escaped(`Step ${number} of credential set ${set} in manifest ${manifest}, if every run is on time`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function basic(moment: Date): string {
  return timestamp(moment).replace(/[-:]/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** Lines of 75 octets at most; a set name and a manifest id are ASCII, so octets are characters. */
function folded(line: string): string {
  const first = line.slice(0, MOST_OCTETS);
  const rest = line.slice(MOST_OCTETS).match(/.{1,74}/g) ?? [];
  return [first, ...rest].join('\r\n ');
}

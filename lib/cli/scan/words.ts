import type { Context } from '../context';
import type { ExitCode } from '../exit-code';
import { oneLine } from '../one-line';
import { table } from '../table';
import { columnsOf, type Palette, paletteOf } from '../terminal';
import type { Finding } from './findings';
import type { Judged } from './judge';
import type { Seen } from './look';

/** A set that was looked at, or not, and why. */
export type Line = Seen | { readonly set: string; readonly reason: string; readonly exitCode?: ExitCode };

/** For people: a table of all credentials, and below it what is to be said of each set. */
export function scanText(lines: readonly Line[], context: Context): string {
  const palette = paletteOf(context);
  const look = {
    columns: columnsOf(context),
    paint: (cell: string, title: string) => (title === 'STATE' ? paintState(palette, cell) : cell),
  };
  const rows = lines.flatMap((line) => ('held' in line ? line.judged.map((one) => row(line, one)) : []));
  const said = lines.flatMap((line) => {
    if (!('held' in line)) return [`${line.set}: not looked at: ${oneLine(line.reason)}`];
    const { name } = line.held.set;
    const nothing = line.judged.length === 0 ? [`${name}: ${line.room.service} lists no credential`] : [];
    return [
      ...nothing,
      ...line.findings.map(({ level, message }) => `${name}: ${paintLevel(palette, level)}: ${oneLine(message)}`),
    ];
  });
  const shown = rows.length === 0 ? [] : [table([HEAD, ...rows], look)];
  return [...shown, ...said].join('\n');
}

function paintState({ bad, warn }: Palette, state: string): string {
  if (state === 'valid' || state === 'not shown') return state;
  return state === 'gone' ? bad(state) : warn(state);
}

function paintLevel({ bad }: Palette, level: Finding['level']): string {
  return level === 'alarm' ? bad(level) : level;
}

const HEAD = ['SET', 'VERDICT', 'STATE', 'SLOT', 'ID', 'NAME', 'CREATED', 'EXPIRES'];

function row({ held }: Seen, { id, verdict, condition, found, held: known }: Judged): readonly string[] {
  const { slot, generation } = known ?? found?.madeFor ?? {};
  const place = [slot, generation === undefined ? undefined : `g${generation}`].filter(Boolean).join(' ');
  const expires = found ? found.expires : known?.expires;
  const name = found?.name ?? '';
  return [held.set.name, verdict, condition, place, id, name, toSeconds(found?.created), toSeconds(expires)];
}

/** Providers differ in the decimals. */
function toSeconds(time = ''): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

/** For machines; nothing of it is secret. */
export function scanJson(line: Line): object {
  if (!('held' in line)) return line;
  const { held, room, application, judged, findings } = line;
  return {
    set: held.set.name,
    kind: held.set.kind.name,
    provider: room.service,
    application,
    step: held.set.state.step,
    applied: held.applied?.step ?? null,
    credentials: judged.map(credentialJson),
    findings: findings.map(({ level, rule, id, message }: Finding) => ({ level, rule, id, message })),
  };
}

export function credentialJson({ id, verdict, condition, found, held }: Judged): object {
  return {
    id,
    keyId: found?.keyId,
    name: found?.name,
    verdict,
    state: condition,
    slot: held?.slot ?? found?.madeFor?.slot,
    generation: held?.generation ?? found?.madeFor?.generation,
    created: found?.created,
    expires: found ? found.expires : held?.expires,
  };
}

import { createHash } from 'node:crypto';
import { compileFunction } from 'node:vm';
import { Unknown } from '../../../lib/plugin';

/** What an expression may read: resources by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Times {
  /** `plantimestamp()`. */
  readonly plan: Date;
  /** `timestamp()`; unknown in a plan. */
  readonly apply?: Date;
}

/**
 * Evaluates the templates in a synthesized value. The few forms of HCL that this library emits are JavaScript, or nearly
 * so; another one is an error. Something unknown makes the whole expression unknown, as in Terraform.
 */
export function evaluate(value: unknown, resources: Resources, times: Times): unknown {
  if (typeof value === 'string') return text(value, resources, times);
  if (Array.isArray(value)) return value.map((one: unknown) => evaluate(one, resources, times));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, evaluate(one, resources, times)]));
}

class NotKnown extends Error {}

function text(written: string, resources: Resources, times: Times): unknown {
  const whole = /^\$\{([^]*)\}$/.exec(written)?.[1];
  if (whole === undefined) {
    if (written.includes('${')) throw new Error(`only whole expressions are evaluated here, got ${written}`);
    return written;
  }
  const scope = { ...functions(times), ...(readable(resources) as object) };
  try {
    return compiled(whole, Object.keys(scope))(...Object.values(scope)) as unknown;
  } catch (error) {
    if (error instanceof NotKnown) return Unknown.VALUE;
    throw new Error(`${whole}: ${(error as Error).message}`, { cause: error });
  }
}

/** Names in HCL may have hyphens. */
const STRING_OR_NAME = /"(?:[^"\\]|\\.)*"|\b[a-z]\w*\.[a-z][\w-]*/gi;

function template(string: string): string {
  return string.includes('${') ? `\`${string.slice(1, -1)}\`` : string;
}

function named(reference: string): string {
  const [type = '', name = ''] = reference.split('.');
  return `${type === 'var' ? 'variables' : type}["${name}"]`;
}

type Compiled = (...values: readonly unknown[]) => unknown;

function compiled(hcl: string, names: readonly string[]): Compiled {
  const javaScript = hcl
    .replace(/\[for (\w+) in (\S+) : ([^\]]*)\]/g, '$2.map(($1) => ($3))')
    .replaceAll('==', '===')
    .replace(STRING_OR_NAME, (found) => (found.startsWith('"') ? template(found) : named(found)));
  return compileFunction(`return (${javaScript});`, [...names]) as Compiled;
}

/** Reading what is unknown ends the evaluation. */
function readable(value: unknown): unknown {
  if (value instanceof Unknown) throw new NotKnown();
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, { get: (target, name) => readable(Reflect.get(target, name)) });
}

function functions({ plan, apply }: Times): Readonly<Record<string, (...values: never[]) => unknown>> {
  return {
    timestamp: () => {
      if (!apply) throw new NotKnown();
      return iso(apply);
    },
    plantimestamp: () => iso(plan),
    timeadd: (time: string, duration: string) => iso(new Date(Date.parse(time) + seconds(duration) * 1000)),
    timecmp: (one: string, other: string) => Math.sign(Date.parse(one) - Date.parse(other)),
    join: (between: string, list: readonly string[]) => list.join(between),
    values: (map: Readonly<Record<string, unknown>>) => Object.keys(map).map((name) => map[name]),
    contains: (list: readonly unknown[], value: unknown) => list.includes(value),
    sha256: (of: string) => createHash('sha256').update(of).digest('hex'),
  };
}

function iso(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

function seconds(duration: string): number {
  const [, amount, unit] = /^(\d+)([hms])$/.exec(duration) ?? [];
  if (unit === undefined) throw new Error(`a duration of Terraform looks like 24h, got "${duration}"`);
  return Number(amount) * { h: 3600, m: 60, s: 1 }[unit as 'h' | 'm' | 's'];
}

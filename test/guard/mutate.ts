/** A small generator of numbers from a seed, so that a run can be repeated. */
export class Dice {
  constructor(private state: number) {}

  /** An integer from 0 to below the limit. */
  roll(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.roll(values.length)] as Value;
  }
}

type Node = Record<string, unknown> | unknown[];

const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  '__proto__',
  '${',
  '${jsonencode({"a" = ',
  'a'.repeat(2000),
  [],
  {},
  [[]],
  { output: null },
  ['delete'],
  ['delete', 'create'],
  ['create'],
  ['no-op'],
];

/** Damages a plan in one to three places, as a broken tool, a bad merge or an attacker would. Changes it in place. */
export function damage(plan: unknown, dice: Dice): unknown {
  for (let times = dice.roll(3); times >= 0; times--) {
    const spot = spotIn(plan, dice);
    if (spot) strike(spot, dice);
  }
  return plan;
}

interface Spot {
  readonly parent: Node;
  readonly key: string;
}

/** Goes down from the top at random, so that what stands high is struck as often as what stands deep. */
function spotIn(root: unknown, dice: Dice): Spot | undefined {
  let parent = root;
  let spot: Spot | undefined;
  for (let depth = dice.roll(14) + 1; depth > 0 && isNode(parent); depth--) {
    const keys = Object.keys(parent);
    if (keys.length === 0) break;
    const key = dice.pick(keys);
    spot = { parent, key };
    parent = (parent as Record<string, unknown>)[key];
  }
  return spot;
}

function strike({ parent, key }: Spot, dice: Dice): void {
  const holder = parent as Record<string, unknown>;
  switch (dice.roll(7)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      return;
    case 1:
      holder[key] = strange(dice);
      return;
    case 2:
      if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
      else holder[`${key}_`] = holder[key];
      return;
    case 3: {
      const other = dice.pick(Object.keys(holder));
      [holder[key], holder[other]] = [holder[other], holder[key]];
      return;
    }
    case 4:
      holder[key] = typeof holder[key] === 'string' ? scramble(holder[key], dice) : strange(dice);
      return;
    case 5:
      if (Array.isArray(parent)) parent.reverse();
      else {
        Reflect.deleteProperty(holder, key);
        holder[dice.pick(['name', 'address', 'type', 'change', 'before', 'after'])] = strange(dice);
      }
      return;
    default:
      holder[key] = typeof holder[key] === 'number' ? holder[key] + dice.pick([-1, 1, 0.5]) : { deep: holder[key] };
  }
}

function scramble(text: string, dice: Dice): string {
  const at = dice.roll(text.length + 1);
  return dice.pick([text.slice(0, at), text.slice(at), `${text.slice(0, at)}"${text.slice(at)}`, text.toUpperCase()]);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function strange(dice: Dice): unknown {
  return structuredClone(dice.pick(STRANGE));
}

/** A generator of numbers that gives the same ones for the same seed (mulberry32). */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'a',
  'b',
  'undo',
  'state',
  'x',
  '',
  'ü\n',
  'a'.repeat(64),
];

/** A place in a JSON document. */
interface Place {
  readonly parent: Record<string, unknown>;
  readonly name: string;
}

function placesOf(node: unknown): readonly Place[] {
  if (typeof node !== 'object' || node === null) return [];
  const parent = node as Record<string, unknown>;
  return Object.keys(parent).flatMap((name) => [{ parent, name }, ...placesOf(parent[name])]);
}

/** Sets a property of its own, `__proto__` too. */
function put(parent: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
}

type Mutation<Material> = (dice: Dice, material: Material, nasty: readonly unknown[]) => void;

const IN_THE_DOCUMENT: Readonly<Record<string, Mutation<readonly Place[]>>> = {
  'delete a key': (dice, places) => {
    const { parent, name } = dice.pick(places);
    Reflect.deleteProperty(parent, name);
  },
  'rename a key': (dice, places) => {
    const { parent, name } = dice.pick(places);
    const value = parent[name];
    Reflect.deleteProperty(parent, name);
    put(parent, dice.pick([...NAMES, dice.pick(places).name]), value);
  },
  'duplicate a key under another name': (dice, places) => {
    const { parent, name } = dice.pick(places);
    put(parent, dice.pick([...NAMES, dice.pick(places).name]), structuredClone(parent[name]));
  },
  'copy a subtree over another': (dice, places) => {
    const [from, to] = [dice.pick(places), dice.pick(places)];
    put(to.parent, to.name, structuredClone(from.parent[from.name]));
  },
  'swap two values of the same name': (dice, places) => {
    const one = dice.pick(places);
    const other = dice.pick(places.filter(({ name }) => name === one.name));
    const [first, second] = [structuredClone(one.parent[one.name]), structuredClone(other.parent[other.name])];
    put(one.parent, one.name, second);
    put(other.parent, other.name, first);
  },
  'put something nasty': (dice, places, nasty) => {
    const { parent, name } = dice.pick(places);
    put(parent, name, structuredClone(dice.pick(nasty)));
  },
  'count on or back': (dice, places) => {
    const { parent, name } = dice.pick(places.filter((place) => typeof place.parent[place.name] === 'number'));
    put(parent, name, (parent[name] as number) + dice.pick([-2, -1, 1, 2]));
  },
  'say another word of the format': (dice, places) => {
    const words = {
      current: ['a', 'b', 'outside'],
      standby: ['empty', 'next', 'previous'],
      waits: ['none', 'soak', 'grace'],
    };
    const found = places.filter(({ name }) => name in words && Object.hasOwn(words, name));
    const { parent, name } = dice.pick(found);
    put(parent, name, dice.pick(words[name as keyof typeof words]));
  },
  'say another step': (dice, places) => {
    const found = places.filter(({ parent, name }) => name === 'step' && typeof parent[name] === 'string');
    const { parent, name } = dice.pick(found);
    put(parent, name, dice.pick(['start', 'stage', 'promote', 'retire', 'abort', 'rollback']));
  },
  'move a time': (dice, places) => {
    const found = places.filter(({ parent, name }) => /^\d{4}-/.test(String(parent[name])));
    const { parent, name } = dice.pick(found);
    const digits = String(parent[name]);
    const at = dice.below(digits.length);
    put(parent, name, digits.slice(0, at) + dice.below(10) + digits.slice(at + 1));
  },
};

const IN_THE_TEXT: Readonly<Record<string, (dice: Dice, text: string) => string>> = {
  'truncate the text': (dice, text) => text.slice(0, dice.below(text.length)),
  'flip a bit': (dice, text) => {
    const bytes = Buffer.from(text);
    const at = dice.below(bytes.length);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << dice.below(8)), at);
    return bytes.toString();
  },
  'drop a line': (dice, text) => {
    const lines = text.split('\n');
    lines.splice(dice.below(lines.length), 1);
    return lines.join('\n');
  },
  'double a line': (dice, text) => {
    const lines = text.split('\n');
    const at = dice.below(lines.length);
    return [...lines.slice(0, at), lines[at], ...lines.slice(at)].join('\n');
  },
  'write a number that JSON cannot hold': (dice, text) => {
    const numbers = [...text.matchAll(/(?<=: )\d+/g)];
    const found = dice.pick(numbers);
    const number = dice.pick(['1e999', '-1e999', '9007199254740993', '-0', '1E2', '0.1', '01', 'NaN']);
    return text.slice(0, found.index) + number + text.slice(found.index + found[0].length);
  },
  'double the text': (_, text) => text + text,
};

/** A manifest text that was damaged in one to three places, in its document and then perhaps in its text. */
export function mutated(dice: Dice, text: string, nasty: readonly unknown[]): string {
  const document = JSON.parse(text) as unknown;
  const times = dice.below(4);
  for (let time = 0; time < times; time += 1) {
    const places = placesOf(document);
    try {
      if (places.length > 0) dice.pick(Object.values(IN_THE_DOCUMENT))(dice, places, nasty);
    } catch (error) {
      // There was nothing of the sort left to change.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  const written = times === 0 ? text : JSON.stringify(document, null, 2);
  return times === 0 || dice.below(4) === 0 ? dice.pick(Object.values(IN_THE_TEXT))(dice, written) : written;
}

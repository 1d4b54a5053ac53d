import { guardJunit } from '../../../lib/cli/guard/junit';
import { ALL, EMPTY, HEALING, HOSTILE, PLAN_LEVEL, SAFE, UNKNOWN, UNSAFE, named, note } from './reports';

describe('guardJunit', () => {
  it('shows an unsafe set as a failure with its counter-example', () => {
    expect(guardJunit(UNSAFE)).toBe(
      `
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="cdktf-rotation guard" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="auth0-private-key-jwt" name="orders"/>
    <testcase classname="entra-client-secret" name="billing">
      <failure type="current-stays" message="the credential that consumers use is removed while a store publishes it">current-stays: the credential that consumers use is removed while a store publishes it
  1. azuread_application_password.billing_slot_a is destroyed: a (generation 3) is not valid any more
  2. vault_kv_secret_v2.billing_vault still publishes a (generation 3)
  -&gt; sign-ins fail until vault_kv_secret_v2.billing_vault is updated
remedy: run &quot;cdktf-rotation stage billing&quot; and apply first</failure>
    </testcase>
  </testsuite>
</testsuites>`.slice(1),
    );
  });

  it.each([
    ['safe', SAFE, '2 0 0', ['system-out']],
    ['healing', HEALING, '2 0 0', ['system-out']],
    ['unknown', UNKNOWN, '1 0 1', ['error']],
    ['unsafe', UNSAFE, '2 1 0', ['failure']],
    ['about the plan', PLAN_LEVEL, '2 0 1', ['error']],
    ['all at once', ALL, '6 1 2', ['error', 'system-out', 'system-out', 'error', 'failure']],
    ['empty', EMPTY, '0 0 0', []],
  ] as const)('counts a report that is %s', (_what, report, counts, elements) => {
    const { tags } = parse(guardJunit(report));
    const { tests, failures, errors } = tags.find(({ name }) => name === 'testsuite')!.attributes;
    expect(`${tests} ${failures} ${errors}`).toBe(counts);
    expect(tags.filter(({ name }) => name === 'testcase')).toHaveLength(Number(tests));
    expect(tags.map(({ name }) => name).filter((name) => /failure|error|system-out/.test(name))).toEqual(elements);
  });

  it('has a test case for the plan where something concerns it', () => {
    const [first] = parse(guardJunit(PLAN_LEVEL)).tags.filter(({ name }) => name === 'testcase');
    expect(first?.attributes).toMatchObject({ name: 'the plan' });
  });

  it('keeps notes out of the failure', () => {
    const [safe, unsafe] = UNSAFE.sets;
    const xml = guardJunit({ ...UNSAFE, sets: [safe!, { ...unsafe!, findings: [note, ...unsafe!.findings] }] });
    const { texts } = parse(xml);
    expect(texts.get('failure')).toEqual([expect.not.stringContaining('a tag of the client')]);
    expect(texts.get('system-out')).toEqual(['note: a tag of the client changes (auth0_client_credentials.orders)']);
  });

  it('fails a set that is unsafe without a finding', () => {
    const xml = guardJunit({ ...UNSAFE, sets: UNSAFE.sets.map((set) => ({ ...set, findings: [] })) });
    expect(parse(xml).tags.filter(({ name }) => name === 'failure')).toHaveLength(1);
  });

  it('takes a name as it is, but for what XML cannot write', () => {
    const { tags, texts } = parse(guardJunit(named(HOSTILE)));
    const shown = '| a `b` <script>x</script> @here ## c ]]> "d" & [e](https://f.example)[31m';
    const [, billing] = tags.filter(({ name }) => name === 'testcase');
    expect(billing?.attributes).toEqual({ classname: shown, name: shown });
    expect(tags.find(({ name }) => name === 'failure')?.attributes).toEqual({ type: 'current-stays', message: shown });
    expect(texts.get('failure')?.[0]?.split('\n')).toEqual([
      `current-stays: ${shown}`,
      `  1. ${shown}`,
      `  -> ${shown}`,
      `remedy: ${shown}`,
    ]);
  });
});

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Parsed {
  readonly tags: readonly Tag[];
  /** The text of the elements of a name. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/** Reads the small part of XML that is written here, and throws on anything that is not well-formed. */
function parse(xml: string): Parsed {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml)) throw new Error('not an XML character');
  const tags: Tag[] = [];
  const texts = new Map<string, readonly string[]>();
  const open: string[] = [];
  const pieces = /<\?xml [^?]*\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  while (pieces.lastIndex < xml.length) {
    const at = pieces.lastIndex;
    const [piece, closing, name, attributes, empty, text] = pieces.exec(xml) ?? fail(xml, at);
    if (text !== undefined) {
      const inside = open.at(-1) ?? '';
      if (text.includes(']]>')) fail(xml, at);
      if (text.trim() !== '') texts.set(inside, [...(texts.get(inside) ?? []), unescaped(text)]);
    } else if (closing === '/') {
      if (open.pop() !== name) fail(xml, at);
    } else if (name !== undefined) {
      tags.push({ name, attributes: attributesOf(attributes ?? '') });
      if (empty !== '/') open.push(name);
    } else if (!piece.startsWith('<?xml')) fail(xml, at);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join()}`);
  return { tags, texts };
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/\s([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, unescaped(value!)]),
  );
}

function unescaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text.replace(/&(\w*;?)/g, (_, name: string) => entities[name.replace(';', '')] ?? fail(text, 0));
}

function fail(xml: string, at: number): never {
  throw new Error(`not well-formed: ${xml.slice(at, at + 80)}`);
}

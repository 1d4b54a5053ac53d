import { checkPlan, parsePlan } from '../../lib/guard';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test.each([
  ['an empty pipe', '', /must be the output of "terraform show -json PLANFILE", got no JSON: it is empty; .*pipefail/],
  ['a log', '{"@level":"info"}\n{"@level":"info"}', /got no JSON: it is the log of "terraform plan -json"/],
  ['other text', 'Plan: 1 to add', /got no JSON$/],
  ['a plan file', 'PK\u0003\u0004', /must be JSON, got the plan file itself/],
])('%s is refused', (_name, text, message) => {
  expect(() => parsePlan(bytes(text), 'standard input')).toThrow(message);
});

test('bytes that are no UTF-8 are refused', () => {
  expect(() => parsePlan(Uint8Array.of(0xff, 0xfe, 0x7b))).toThrow(/must be UTF-8/);
});

test('a plan that is too large for a text is refused before it is read', () => {
  const huge = { byteLength: 2 ** 29, 0: 0x7b } as unknown as Uint8Array;
  expect(() => parsePlan(huge, 'p.json')).toThrow('p.json must be at most 512 MiB, got 512 MiB');
});

test('the error does not repeat what it read', () => {
  expect(() => parsePlan(bytes('{"secret": hunter2hunter2'))).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  );
});

test.each([
  ['a list', [], /it has no format_version/],
  ['null', null, /it has no format_version/],
  ['another format', { format_version: '2.0' }, /has format 1.x, got format "2.0"/],
  ['a state', { format_version: '1.0', values: {} }, /got a state/],
])('%s is no plan', (_name, document, message) => {
  expect(() => checkPlan(document)).toThrow(message);
});

test('a plan without a set proves nothing', () => {
  const { verdict, findings } = checkPlan({ format_version: '1.2', planned_values: {} });
  expect(verdict).toBe('unknown');
  expect(findings.map(({ message }) => message)).toEqual([
    'there is no credential set in this plan, so there is nothing to prove',
  ]);
});

import fc from 'fast-check';
import { Kind, type Manifest, manifestText, type Step } from '../../lib/rotation';
import { manifestOf, textOf } from '../support/manifests';
import { changedLines } from './changed-lines';
import { historyOf, KEY_POOL, manifestPlans } from './random-manifests';

const MOST_LINES = 8;

test('is JSON with the same content', () => {
  fc.assert(
    fc.property(manifestPlans, (plan) => {
      const { document } = historyOf(plan).at(-1) as Manifest;
      expect(JSON.parse(manifestText(document))).toEqual(document);
    }),
    { numRuns: 50 },
  );
});

test('leaves out what has no value', () => {
  const { document } = manifestOf({ billing: { entry: { override: undefined, policy: { title: undefined } } } });
  expect(JSON.parse(manifestText(document))).toEqual(JSON.parse(JSON.stringify(document)));
});

test('ends with one line end and names no carriage return', () => {
  expect(textOf(manifestOf({ billing: {} }))).toMatch(/^[^\r]*[^\n]\n$/);
});

test('a set reads like this', () => {
  expect(textOf(manifestOf({ billing: { steps: ['stage'], entry: { policy: { interval: '30d', retire: true } } } })))
    .toMatchInlineSnapshot(`
   "{
     "$schema": "node_modules/cdktf-rotation/schema/rotation-1.schema.json",
     "version": 1,
     "id": "test-1",
     "sets": {
       "billing": {
         "kind": "entra-client-secret",
         "state": {
           "step": 1,
           "current": "a",
           "standby": "next",
           "generation": 2,
           "currentSince": "2026-01-01T00:00:00Z",
           "a": { "generation": 1, "created": "2026-01-01T00:00:00Z", "expires": "2026-12-01T00:00:00Z" },
           "b": { "generation": 2, "created": "2026-01-01T00:00:00Z", "expires": "2026-12-01T00:00:00Z" },
           "last": { "step": "stage", "at": "2026-01-01T00:00:00Z", "waits": "none" },
           "undo": { "step": 0, "standby": "empty", "generation": 1, "b": null, "last": { "step": "start", "at": "2026-01-01T00:00:00Z", "waits": "none" } }
         },
         "policy": {
           "interval": "30d",
           "retire": true
         }
       }
     }
   }
   "
  `);
});

test('freeze windows stand on a line each', () => {
  const policy = {
    freeze: [
      { from: '2026-12-20', until: '2027-01-02', reason: 'year end' },
      { every: 'sat-sun', reason: 'weekend' },
    ],
  };
  expect(textOf(manifestOf({ billing: { entry: { policy } } }))).toContain(
    `          "freeze": [
            { "from": "2026-12-20", "until": "2027-01-02", "reason": "year end" },
            { "every": "sat-sun", "reason": "weekend" }
          ]
`.replace(/^ {2}/gm, ''),
  );
  expect(textOf(manifestOf({ billing: { entry: { policy: { freeze: [] } } } }))).toContain('"freeze": []');
});

test('the reviewer of a promote reads this', () => {
  const before = textOf(manifestOf({ billing: { steps: ['stage'] } }));
  const { removed, added } = changedLines(before, textOf(manifestOf({ billing: { steps: ['stage', 'promote'] } })));
  expect([...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)].join('\n')).toMatchInlineSnapshot(`
   "-        "step": 1,
   -        "current": "a",
   -        "standby": "next",
   -        "last": { "step": "stage", "at": "2026-01-01T00:00:00Z", "waits": "none" },
   -        "undo": { "step": 0, "standby": "empty", "generation": 1, "b": null, "last": { "step": "start", "at": "2026-01-01T00:00:00Z", "waits": "none" } }
   +        "step": 2,
   +        "current": "b",
   +        "standby": "previous",
   +        "last": { "step": "promote", "at": "2026-01-01T00:00:00Z", "waits": "soak" },
   +        "undo": { "step": 1, "current": "a", "standby": "next", "last": { "step": "stage", "at": "2026-01-01T00:00:00Z", "waits": "none" } }"
  `);
});

test.each<[string, readonly Step[]]>([
  ['stage', ['stage']],
  ['promote', ['stage', 'promote']],
  ['retire', ['stage', 'promote', 'retire']],
  ['abort', ['stage', 'abort']],
  ['rollback', ['stage', 'promote', 'rollback']],
  ['stage that recycles', ['stage', 'promote', 'stage']],
  ['promote of the recycled slot', ['stage', 'promote', 'stage', 'promote']],
])('%s changes at most 8 lines', (_, steps) => {
  const sets = { other: {}, billing: {}, third: {} };
  const before = textOf(manifestOf({ ...sets, billing: { steps: steps.slice(0, -1) } }));
  const { removed, added } = changedLines(before, textOf(manifestOf({ ...sets, billing: { steps } })));
  expect([removed.length, added.length].every((lines) => lines > 0 && lines <= MOST_LINES)).toBe(true);
});

test('any step, undo or new key of any kind changes at most 8 lines, and nothing of the other sets', () => {
  let moves = 0;
  fc.assert(
    fc.property(manifestPlans, (plan) => {
      const history = historyOf(plan);
      history.slice(1).forEach((manifest, index) => {
        const before = history[index] as Manifest;
        const [name] = manifest.names.slice(-1) as [string];
        if (!before.tryFind(name)) return;
        moves += 1;
        const { removed, added } = changedLines(manifestText(before.document), manifestText(manifest.document));
        expect(Math.max(removed.length, added.length)).toBeLessThanOrEqual(MOST_LINES);
        expect(manifestText(manifest.without(name).document)).toBe(manifestText(before.without(name).document));
      });
    }),
    { numRuns: 40, seed: 1 },
  );
  expect(moves).toBeGreaterThan(500);
});

test('a key stands on one line', () => {
  const manifest = manifestOf({
    billing: { kind: Kind.AUTH0_PRIVATE_KEY_JWT, keys: KEY_POOL.publicKeys, steps: ['stage'] },
  });
  expect(textOf(manifest).match(/BEGIN PUBLIC KEY.*END PUBLIC KEY/g)).toHaveLength(2);
});

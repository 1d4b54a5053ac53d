import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../../lib/cli/guard/rules';

const REPORT = join(__dirname, '../../../lib/guard/report.ts');

describe('RULES', () => {
  it('has the rules of the guard, in their order', () => {
    const union = /export type Rule =([^;]*);/.exec(readFileSync(REPORT, 'utf8'))?.[1] ?? '';
    expect(Object.keys(RULES)).toEqual([...union.matchAll(/'([a-z-]+)'/g)].map(([, id]) => id));
  });

  it.each(Object.entries(RULES))('%s has a short title and a description of one sentence', (_id, rule) => {
    expect(rule.title).toMatch(/^[A-Z][^.]{5,60}$/);
    expect(rule.description).toMatch(/^[A-Z][^.]+\.$/);
  });

  it('has no title and no description twice', () => {
    const texts = Object.values(RULES).flatMap(({ title, description }) => [title, description]);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

import type { GuardReport } from '../../../lib/guard/report';
import { MARKER, guardMarkdown } from '../../../lib/cli/guard/markdown';
import { ALL, EMPTY, HOSTILE, PLAN_LEVEL, SAFE, UNSAFE, named, safeSets, unsafeSets } from './reports';

const WHOLE_LIMIT = 60_000;

describe('guardMarkdown', () => {
  it('shows the verdict, the table, the counter-example and the remedy', () => {
    expect(guardMarkdown(UNSAFE)).toBe(
      `
<!-- cdktf-rotation guard -->

## cdktf-rotation guard: unsafe

1 of 2 sets is unsafe: do not apply this plan.

| set | kind | step | verdict |
| --- | --- | --- | --- |
| billing | entra-client-secret | step 3 -&#62; 4 promote | **unsafe** |

### billing: unsafe

**current-stays:** the credential that consumers use is removed while a store publishes it

1. azuread_application_password.billing_slot_a is destroyed: a (generation 3) is not valid any more
2. vault_kv_secret_v2.billing_vault still publishes a (generation 3)

**What follows:** sign-ins fail until vault_kv_secret_v2.billing_vault is updated

**Rule:** A credential that is in use is not removed, replaced or renamed by an apply.

**Remedy:** run "cdktf-rotation stage billing" and apply first

<details>
<summary>1 safe set</summary>

- orders (auth0-private-key-jwt, step 7, no change): nothing of this set changes

</details>`.slice(1),
    );
  });

  it.each([ALL, EMPTY, PLAN_LEVEL, SAFE, UNSAFE])('begins with the marker (%#)', (report) => {
    expect(guardMarkdown(report).split('\n')[0]).toBe(MARKER);
    expect(guardMarkdown(report)).toContain(`\n## cdktf-rotation guard: ${report.verdict}\n`);
  });

  it('lists the sets that are not plainly safe, worst first', () => {
    expect(rows(ALL).map((row) => row.split(' | ')[0])).toEqual(['| billing', '| ledger', '| payroll', '| shipping']);
  });

  it('shows what concerns the plan before the table', () => {
    const text = guardMarkdown(ALL);
    expect(text).toContain('### The plan\n\n**whole-plan:** the plan was made with -target\n');
    expect(text.indexOf('### The plan')).toBeLessThan(text.indexOf('| set |'));
  });

  it('shows a finding that only explains as a note', () => {
    expect(guardMarkdown(SAFE)).toContain('**note:** a tag of the client changes (auth0_client_credentials.orders)');
  });

  it('has no table and no list where there are no sets', () => {
    expect(guardMarkdown(EMPTY)).not.toMatch(/\||details|Left out/);
  });

  describe('with a name that is hostile', () => {
    const text = guardMarkdown(named(HOSTILE));

    it('has the lines of a report with plain names', () => {
      expect(text.split('\n')).toHaveLength(guardMarkdown(named('x')).split('\n').length);
    });

    it('has four cells in the row', () => {
      expect(rows(named(HOSTILE)).map((row) => row.split('|').length)).toEqual([6]);
    });

    it.each([
      ['a tag', /<(?!!-- cdktf-rotation guard -->|\/?details>|\/?summary>)/],
      ['a mention', /@here/],
      ['a link', /\]\(|https:\/\//],
      ['a code span', /`/],
      ['a heading', /^#+ (?!cdktf-rotation guard: |The plan$|&#124; a )/m],
      ['a control character', /[\u0000-\u0009\u000b-\u001f\u202e]/],
    ])('does not become %s', (_what, pattern) => {
      expect(text).not.toMatch(pattern);
    });

    it('still shows it', () => {
      expect(text).toContain('&#124; a &#96;b&#96; &#60;script&#62;x&#60;/script&#62; @\u200bhere &#35;&#35; c');
    });
  });

  it.each([
    ['# a', '&#35; a'],
    ['- [ ] a', '&#45; &#91; &#93; a'],
    ['1. a', '1&#46; a'],
    ['=== a', '&#61;== a'],
    ['a *b* _c_ ~~d~~', 'a &#42;b&#42; &#95;c&#95; &#126;&#126;d&#126;&#126;'],
    ['a\\|b', 'a&#92;&#124;b'],
    ['&lt;b&gt;', '&#38;lt;b&#38;gt;'],
    ['owner/name#12 GH-12', 'owner/name&#35;\u200b12 GH-\u200b12'],
    ['me@example.com', 'me@\u200bexample.com'],
    ['www.example.com', 'www.\u200bexample.com'],
    ['azuread_application.a[0]', 'azuread_application.a&#91;0&#93;'],
    ['$x$ ![y]', '&#36;x&#36; &#33;&#91;y&#93;'],
  ])('takes %p as it is', (event, shown) => {
    const [line] = guardMarkdown(named(event)).match(/^1\. .*/m)!;
    expect(line).toBe(`1. ${shown}`);
  });

  describe('with more than a comment holds', () => {
    it('leaves out whole sets and says how many', () => {
      const text = guardMarkdown({ ...UNSAFE, sets: [...safeSets(5000), ...unsafeSets(300)] });
      const shown = text.match(/^### billing-\d+: unsafe$/gm)!.length;
      expect(text.length).toBeLessThanOrEqual(WHOLE_LIMIT);
      expect(text.length).toBeGreaterThan(WHOLE_LIMIT - 2_000);
      expect(rows({ ...UNSAFE, sets: unsafeSets(300) })).toHaveLength(shown);
      expect(text.match(/^\*\*Remedy:\*\*/gm)).toHaveLength(shown);
      expect(text).toContain(`${300 - shown} of the sets with findings`);
    });

    it('closes the list of safe sets and counts them all', () => {
      const text = guardMarkdown({ ...SAFE, sets: safeSets(5000) });
      const shown = text.match(/^- orders-/gm)!.length;
      expect(text.length).toBeLessThanOrEqual(WHOLE_LIMIT);
      expect(text).toContain('<summary>5,000 safe sets</summary>');
      expect(text).toContain(`\n\n</details>\n\n**Left out**, since a comment holds only so much: `);
      expect(text).toContain(`${(5000 - shown).toLocaleString('en-US')} of the safe sets.`);
    });

    it('leaves out a set that is too large alone, and keeps the others', () => {
      const [first, second] = unsafeSets(2);
      const text = guardMarkdown({ ...UNSAFE, sets: [{ ...first!, set: 'x'.repeat(70_000) }, second!] });
      expect(text.length).toBeLessThanOrEqual(WHOLE_LIMIT);
      expect(text).toContain('### billing-2: unsafe');
      expect(text).toMatch(/: 1 of the sets with findings\.$/);
    });

    it('leaves out a finding about the plan that is too large', () => {
      const text = guardMarkdown({
        ...PLAN_LEVEL,
        findings: [{ ...PLAN_LEVEL.findings[0]!, message: '|'.repeat(20_000) }],
      });
      expect(text.length).toBeLessThanOrEqual(WHOLE_LIMIT);
      expect(text).toMatch(/: 1 of the findings about the plan\.$/);
    });
  });
});

/** The rows of the table, without its head. */
function rows(report: GuardReport): readonly string[] {
  return guardMarkdown(report)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
}

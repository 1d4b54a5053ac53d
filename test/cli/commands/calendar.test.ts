import { icalendar } from '../../../lib/cli/icalendar';
import { Manifest } from '../../../lib/rotation';
import { appliedState, complaint, Workshop } from '../workshop';

describe('status --calendar', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps(
      'init --id test',
      'add billing --kind entra-client-secret --retire',
      'add orders --kind okta-client-secret --interval 29d --soak 2d',
      'add old --kind entra-client-secret --no-automatic',
    );
  });
  afterEach(() => shop.remove());

  it('prints the steps of all sets in time order, and says which sets have none', async () => {
    const { exitCode, stdout, stderr } = await shop.run(['status', '--calendar', '--until', '2026-04-20']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        'WHEN                  SET      STEP',
        '2026-03-28T02:00:00Z  orders   1 stage',
        '2026-03-30T02:00:00Z  billing  1 stage',
        '2026-03-30T02:00:00Z  orders   2 promote',
        '2026-03-31T02:00:00Z  billing  2 promote',
        '2026-04-07T02:00:00Z  billing  3 retire',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('note: old: not automatic: "cdktf-rotation rotate old" asks for a rotation\n');
  });

  it('prints them as JSON, for 90 days unless told', async () => {
    const { json } = await shop.run(['status', 'billing', '--calendar', '--json']);
    expect(json).toMatchObject({ from: '2026-03-01T00:00:00Z', until: '2026-05-30T00:00:00Z' });
    expect(json.steps).toHaveLength(7);
    expect(json.steps[0]).toEqual({ at: '2026-03-30T02:00:00Z', set: 'billing', step: 'stage', number: 1 });
  });

  it('counts from the apply where that is known', async () => {
    await shop.run(['stage', 'billing'], { now: '2026-03-30T02:00:00Z' });
    const stdin = appliedState({ set: 'billing', step: 1, manifest: 'test', at: '2026-03-30T12:00:00Z' });
    const argv = ['status', 'billing', '--calendar', '--applied', '-', '--json'];
    const { json } = await shop.run(argv, { now: '2026-03-30T13:00:00Z', stdin });
    expect(json.steps[0]).toEqual({ at: '2026-03-31T12:00:00Z', set: 'billing', step: 'promote', number: 2 });
  });

  it('says so when there are none', async () => {
    const { stdout } = await shop.run(['status', 'old', '--calendar']);
    expect(stdout).toBe('no steps before 2026-05-30T00:00:00Z\n');
  });

  it('prints an iCalendar file: CRLF, lines of 75 octets, the same id for the same step', async () => {
    const argv = ['status', 'billing', '--calendar', '--ical', '--until', '2026-04-20T00:00:00Z'];
    const [first, second] = [await shop.run(argv), await shop.run(argv, { now: '2026-03-20T00:00:00Z' })];
    const lines = first.stdout.split('\r\n');
    expect(first.stdout.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(first.stdout.endsWith('END:VCALENDAR\r\n')).toBe(true);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.slice(0, 11)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//cdktf-rotation//calendar//EN',
      'CALSCALE:GREGORIAN',
      'BEGIN:VEVENT',
      'UID:billing.1.test@cdktf-rotation',
      'DTSTAMP:20260301T000000Z',
      'DTSTART:20260330T020000Z',
      'SUMMARY:stage billing',
      'DESCRIPTION:Step 1 of credential set billing in manifest test\\, if every ru',
      ' n is on time',
    ]);
    expect(first.stdout).not.toMatch(/VALARM/);
    const ids = (text: string) => text.match(/^UID:.*$/gm);
    expect(ids(first.stdout)).toHaveLength(3);
    expect(ids(second.stdout)).toEqual(ids(first.stdout));
    expect(second.stdout).toContain('DTSTAMP:20260320T000000Z');
  });

  it('folds a line of any length so that unfolding gives it back', () => {
    const set = Manifest.parse(shop.text).find('billing');
    for (const length of [1, 20, 63]) {
      const step = { set: 'x'.repeat(length), step: 'stage', number: 1, at: new Date('2026-03-30T02:00:00Z') } as const;
      const text = icalendar([step], [{ ...set, name: step.set, manifestId: 'm'.repeat(63) }], new Date(step.at));
      for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(75);
      const unfolded = text.replaceAll('\r\n ', '');
      expect(unfolded).toContain(`UID:${step.set}.1.${'m'.repeat(63)}@cdktf-rotation\r\n`);
      expect(unfolded).toContain(`DESCRIPTION:Step 1 of credential set ${step.set} in manifest `);
    }
  });

  it.each<[readonly string[], string]>([
    [['--ical'], '--ical belongs to --calendar, got it alone: add --calendar'],
    [['--until', '2027-01-01'], '--until belongs to --calendar'],
    [['--calendar', '--until', 'soon'], '--until is a day such as 2027-01-31, got "soon"'],
    [['--calendar', '--until', '2026-02-30'], 'got "2026-02-30"'],
    [['--calendar', '--until', '2026-02-01'], '--until is after now, 2026-03-01T00:00:00Z, got "2026-02-01"'],
  ])('answers %j with one line', async (argv, line) => {
    expect(complaint(await shop.run(['status', ...argv]))).toEqual([2, expect.stringContaining(line)]);
  });

  it('answers --ical with --json', async () => {
    const { exitCode, json } = await shop.run(['status', '--calendar', '--ical', '--json']);
    expect([exitCode, json.error]).toEqual([2, '--ical and --json are two forms of one thing: give one']);
  });
});

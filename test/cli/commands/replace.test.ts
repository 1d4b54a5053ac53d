import { mkdirSync, statSync } from 'node:fs';
import { appliedState, complaint, type Ledger, NOW, type Result, Workshop } from '../workshop';

const at = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString().replace('.000', '');
const NOTES = [
  'note: without soak: sign-ins fail at replicas of the identity provider that do not know the new credential by then',
  'note: without grace: consumers that have not read the new credential by then fail to sign in until they have',
];

describe('replace', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    mkdirSync(shop.path('keys'));
    await shop.steps('init --id test', 'add billing --kind entra-client-secret --no-automatic');
  });
  afterEach(() => shop.remove());

  const replace = (argv: string, now = NOW, stdin = ''): Promise<Result> =>
    shop.run(['replace', ...argv.split(' '), '--reason', 'in a ticket'], { now, stdin });
  const advance = (now: string, ...ledgers: readonly Ledger[]): Promise<Result> =>
    shop.run(['advance', '--due', ...(ledgers.length > 0 ? ['--applied', '-'] : [])], {
      now,
      stdin: appliedState(...ledgers),
    });
  const applied = (step: number, when: string, a: number, b: number): Ledger => ({
    set: 'billing',
    step,
    manifest: 'test',
    at: when,
    generations: { a, b },
  });

  describe('of a current credential', () => {
    it('takes the first step, says what comes, how long it takes, what it risks, and how to go on by hand', async () => {
      const { exitCode, stdout, stderr } = await replace('billing --slot current');
      expect(exitCode).toBe(0);
      expect(stderr.trimEnd().split('\n')).toEqual(NOTES);
      expect(stdout.replaceAll(shop.file, 'rotation.json').trimEnd().split('\n')).toEqual([
        'billing: generation 1 in slot a (current) leaked (in a ticket): gone in about 20m and 3 applies',
        '  1. stage, taken now: slot b gets generation 2',
        '  2. promote, 10m after that apply instead of soak 1d: consumers move to generation 2 in slot b',
        '  3. retire, 10m after that apply instead of grace 7d: generation 1 in slot a is removed',
        'billing: step 1, stage: slot b gets generation 2, expires 2026-05-08T00:00:00Z; commit the manifest, plan and apply',
        'without the pipeline, in turn until nothing is left:',
        '  # apply; STACK is the folder of your stack',
        "  git commit -m 'Replace what leaked: billing' rotation.json",
        '  npx cdktf synth',
        '  (cd cdktf.out/stacks/STACK && terraform init)',
        '  terraform -chdir=cdktf.out/stacks/STACK plan -out p.tfplan',
        '  terraform -chdir=cdktf.out/stacks/STACK show -json p.tfplan | npx cdktf-rotation guard --file rotation.json -',
        '  terraform -chdir=cdktf.out/stacks/STACK apply p.tfplan',
        '  # take the next step, once its pause is over',
        '  terraform -chdir=cdktf.out/stacks/STACK show -json | npx cdktf-rotation advance --due billing --file rotation.json --applied -',
      ]);
      expect(shop.set('billing')).toMatchObject({
        rotation: { requestedAt: NOW, reason: 'in a ticket', leaked: [1], pause: '10m' },
        state: { step: 1, standby: 'next' },
      });
    });

    it('is finished by advance, which overrides each wait at its step and keeps to the pause', async () => {
      await replace('billing --slot a');
      const one = applied(1, at(5), 1, 2);
      expect((await advance(at(14), one)).stdout).toContain(`promote waits until ${at(15)}, the pause after step 1`);
      const promoted = await advance(at(15), one);
      expect(promoted.stdout).toContain('billing: step 2, promote: current a -> b');
      expect(promoted.stderr).toBe('note: billing: soak is not enforced at step 2: in a ticket\n');
      expect(shop.set('billing').override).toEqual({ step: 2, rule: 'soak', reason: 'in a ticket' });
      expect((await advance(at(16), one)).stdout).toContain('step 2 (promote) is not applied yet');
      const two = applied(2, at(20), 1, 2);
      expect((await advance(at(29), two)).stdout).toContain(`retire waits until ${at(30)}`);
      expect((await advance(at(30), two)).stdout).toContain('the previous generation 1 in slot a is removed');
      const { rotation, override, state } = shop.set('billing');
      expect([rotation, override, state.standby]).toEqual([
        undefined,
        { step: 3, rule: 'grace', reason: 'in a ticket' },
        'empty',
      ]);
      expect((await advance(at(100_000), applied(3, at(31), 0, 2))).stdout).toContain('not automatic');
    });

    it('counts the pause from when a step was taken, where nobody says what is applied', async () => {
      await replace('billing --slot a --pause 30m');
      expect((await advance(at(29))).stdout).toContain(`promote waits until ${at(30)}`);
      expect((await advance(at(30))).stdout).toContain('step 2, promote');
    });

    it('overrides no wait that is known to be over', async () => {
      await shop.steps('stage billing');
      const state = appliedState(applied(1, at(0), 1, 2));
      const { stdout, stderr } = await replace('billing --slot current --applied -', at(24 * 60), state);
      expect(stdout).toContain('1. promote, taken now: consumers move to generation 2 in slot b');
      expect(stderr).toBe(`${NOTES[1]}\n`);
      expect(shop.set('billing').override).toBeUndefined();
    });

    it('overrides the wait when nobody says what is applied: it may have been applied a moment ago', async () => {
      await shop.steps('stage billing');
      const { stdout } = await replace('billing --slot current', at(24 * 60));
      expect(stdout).toContain('1. promote, taken now without soak: consumers move to generation 2 in slot b');
      expect(shop.set('billing').override).toEqual({ step: 2, rule: 'soak', reason: 'in a ticket' });
    });

    it('keeps to a soak or grace of the policy that is shorter than the pause', async () => {
      await shop.steps('add quick --kind okta-client-secret --soak 2m --grace 3m');
      const { stdout } = await replace('quick --slot a');
      expect(stdout).toContain('gone in about 5m and 3 applies');
      expect(stdout).toContain('2. promote, 2m after that apply: consumers');
      await advance(at(2));
      expect(shop.set('quick').state.last.step).toBe('promote');
    });

    it('waits for no freeze and no schedule', async () => {
      await shop.steps('add held --kind entra-client-secret');
      shop.write(
        'rotation.json',
        shop.text.replace(
          /("held": \{\s*"kind": "entra-client-secret",)/,
          '$1 "policy": { "freeze": [{ "from": "2026-02-01", "until": "2027-01-01", "reason": "frozen" }] },',
        ),
      );
      await replace('held --slot a');
      await advance(at(10));
      expect(shop.set('held').state.last.step).toBe('promote');
    });
  });

  it('promotes what is staged only after the pause, and until then only asks for it', async () => {
    await shop.steps('stage billing');
    const { stdout } = await replace('billing --slot current', at(4));
    expect(stdout).toContain('gone in about 16m and 2 applies');
    expect(stdout).toContain(`1. promote, not yet (promote waits until ${at(10)}, the pause after step 1): consumers`);
    const [, ...lines] = stdout.split('without the pipeline');
    expect(lines.join().indexOf('advance --due')).toBeLessThan(lines.join().indexOf('git commit'));
    expect(shop.set('billing').state.step).toBe(1);
    await advance(at(10));
    expect(shop.set('billing').state.step).toBe(2);
  });

  it('only asks for it while the present step is not applied', async () => {
    await shop.steps('stage billing', 'promote billing');
    const stdin = appliedState(applied(1, NOW, 1, 2));
    const { stdout } = await replace('billing --slot a --applied -', at(60), stdin);
    expect(stdout).toContain('gone in 2 applies');
    expect(stdout).toContain('1. retire, not yet (step 2 (promote) is not applied yet: merge and apply it first)');
    expect(shop.set('billing')).toMatchObject({ rotation: { leaked: [1] }, state: { step: 2 } });
  });

  it('takes a staged credential back in one apply', async () => {
    await shop.steps('stage billing');
    const { stdout, stderr } = await replace('billing --slot b');
    expect(stdout).toContain(
      'generation 2 in slot b (next) leaked (in a ticket): gone in 1 apply\n  1. abort, taken now',
    );
    expect([stderr, shop.set('billing').rotation]).toEqual(['', undefined]);
    expect(stdout).not.toContain('take the next step');
  });

  it('adds a second credential that leaked to the first, with the latest reason and pause', async () => {
    await replace('billing --slot a');
    const again = await shop.run('replace billing --slot b --pause 5m --reason both'.split(' '), { now: at(1) });
    expect(again.stdout).toContain('generation 1 in slot a (current) and generation 2 in slot b (next) leaked (both)');
    expect(again.stdout).toContain('gone in about 10m and 3 applies');
    expect(shop.set('billing')).toMatchObject({
      rotation: { requestedAt: NOW, reason: 'both', leaked: [1, 2], pause: '5m' },
      state: { step: 1, generation: 3 },
    });
  });

  it('stages another one in place of one that leaked before it was applied', async () => {
    await replace('billing --slot a');
    const stdin = appliedState(applied(0, NOW, 1, 0));
    const { stdout } = await replace('billing --slot b --applied -', at(1), stdin);
    expect(stdout).toContain('1. stage --new-key, taken now: slot b gets generation 3 in place of 2');
    expect((await advance(at(60), applied(0, NOW, 1, 0))).stdout).toContain('step 1 (stage) is not applied yet');
  });

  describe('of keys', () => {
    beforeEach(() =>
      shop.steps(`add jwt --kind auth0-private-key-jwt --private-key-out ${shop.path('keys/{kid}.pem')}`),
    );

    it('delivers the new key before the manifest is written', async () => {
      expect(complaint(await replace('jwt --slot a'))).toEqual([2, expect.stringContaining('--private-key-out')]);
      const { exitCode, stdout } = await replace(`jwt --slot a --private-key-out ${shop.path('keys/{kid}.pem')}`);
      expect([exitCode, shop.list('keys').length]).toEqual([0, 2]);
      expect(stdout).not.toContain('PRIVATE KEY');
      for (const name of shop.list('keys')) expect(statSync(shop.path(`keys/${name}`)).mode & 0o777).toBe(0o600);
    });

    it('stages another key in place of a staged one, when both leaked', async () => {
      const out = `--private-key-out ${shop.path('keys/{kid}.pem')}`;
      await shop.steps(`stage jwt ${out}`);
      await replace('jwt --slot current', at(1));
      const { stdout } = await replace(`jwt --slot b ${out}`, at(2));
      expect(stdout).toContain('1. stage --new-key, taken now: slot b gets generation 3 in place of 2');
      expect(stdout).toContain('jwt: still step 1: slot b gets generation 3 instead of 2');
      expect(shop.set('jwt')).toMatchObject({
        rotation: { leaked: [1, 2] },
        state: { generation: 3, standby: 'next' },
      });
    });
  });

  describe('of a state file', () => {
    beforeEach(() =>
      shop.steps(
        'add cf --kind uaa-client-secret',
        'add ext --kind okta-client-secret --from-outside',
        'add going --kind okta-client-secret',
        'remove going --reason over',
        `add jwt --kind auth0-private-key-jwt --private-key-out ${shop.path('keys/{kid}.pem')}`,
      ),
    );

    it('takes a step for each set whose secrets stand in it, and names the others', async () => {
      await shop.steps('stage billing', 'promote billing');
      const { stdout } = await replace('--all', at(60));
      expect(stdout).toContain(
        'billing: generation 1 in slot a (previous) and generation 2 in slot b (current) leaked',
      );
      expect(stdout).toContain(
        'cf: generation 1 in slot a (current) and generation 2, which the next stage adds, leaked',
      );
      expect(stdout).toContain('gone in about 40m and 5 applies');
      expect(stdout).toContain('jwt: not concerned, only public keys are in the state\n');
      expect(stdout).toContain('ext: not concerned, holds no credential yet; one from outside is yours to replace\n');
      expect(stdout).toContain('going: not concerned, marked for removal: its credentials go with it\n');
      expect(stdout).toContain('advance --due billing cf ');
      expect(stdout).toContain("'Replace what leaked: billing, cf'");
      expect([shop.set('billing').state.step, shop.set('cf').state.step, shop.set('ext').state.step]).toEqual([
        3, 1, 0,
      ]);
      expect([shop.set('going').rotation, shop.set('jwt').rotation]).toEqual([undefined, undefined]);
    });

    it('says so when nothing is in it', async () => {
      const text = shop.text;
      await shop.steps('remove billing --reason over', 'remove cf --reason over');
      const { exitCode, stdout } = await replace('--all');
      expect([exitCode, stdout.split('\n').at(-2)]).toEqual([0, 'nothing is to be replaced']);
      expect(text).not.toContain('leaked');
    });
  });

  describe('where the provider removes the oldest', () => {
    it('names the emergency exit, except where what comes next leaked, too', async () => {
      await shop.steps('add cf --kind uaa-client-secret');
      const text = shop.text;
      expect((await replace('cf --slot a')).stderr).toContain('note: cf: in an emergency replace both at once');
      shop.write('rotation.json', text);
      expect((await replace('--all')).stderr).not.toContain('emergency');
    });

    it('says when a credential from outside has to make room', async () => {
      await shop.steps('add cf --kind uaa-client-secret --from-outside', 'stage cf');
      const { stdout, stderr } = await replace('cf --slot a', at(60));
      expect(stdout).toContain('1. promote, taken now without soak: consumers move to generation 1 in slot a');
      expect(stderr).toContain('note: cf: before step 3 (stage) remove the credential from outside');
      await replace('cf --slot a', at(61));
      expect(shop.set('cf').state.step).toBe(2);
    });
  });

  it('says with --json what it says in words, and what a dry run would change', async () => {
    const text = shop.text;
    const { json } = await replace('billing --slot a --json --dry-run');
    expect(shop.text).toBe(text);
    expect(json).toMatchObject({
      dryRun: true,
      sets: [
        {
          set: 'billing',
          leaked: [{ generation: 1, slot: 'a', role: 'current' }],
          result: 'taken',
          number: 1,
          applies: 3,
          pauseSeconds: 1200,
          steps: [
            { step: 'stage', number: 1, taken: true },
            { step: 'promote', number: 2, taken: false, pause: '10m', instead: 'soak' },
            { step: 'retire', number: 3, taken: false, pause: '10m', instead: 'grace' },
          ],
        },
      ],
      notConcerned: [],
      changes: expect.arrayContaining(['+         "leaked": [1],']),
    });
  });

  it('shows in status and calendar until it is over', async () => {
    await replace('billing --slot a');
    const [line] = (await shop.run(['status', '--json'])).json as unknown as readonly {
      operation: Record<string, unknown>;
    }[];
    expect(line?.operation).toMatchObject({
      status: 'replacing',
      message: `replaces generation 1, which leaked (in a ticket): promote waits until ${at(10)}, the pause after step 1; then retire`,
      nextStep: { step: 'promote', at: at(10) },
    });
    expect((await shop.run(['status'])).stdout).toMatch(/replacing .*promote, not before 2026-03-01T00:10:00Z\n/);
    expect((await shop.run(['status', '--calendar'])).stdout).toContain(`${at(20)}  billing  3 retire`);
  });

  it('is taken back with rotate --cancel', async () => {
    await replace('billing --slot a');
    const asked = await shop.run(['rotate', 'billing', '--reason', 'x']);
    expect(asked.stdout).toBe('billing: generation 1, which leaked, is being replaced already\n');
    const { stdout } = await shop.run(['rotate', 'billing', '--cancel']);
    expect(stdout).toContain('the request is taken back, generation 1, which leaked, stays');
    expect(shop.set('billing').rotation).toBeUndefined();
    expect((await advance(at(60))).stdout).toContain('not automatic');
  });

  it('is legal for validate --base, and goes on after an undo', async () => {
    const base = shop.write('base.json', shop.text);
    await replace('billing --slot a');
    expect((await shop.run(['validate', '--base', base])).exitCode).toBe(0);
    await shop.steps('undo billing');
    expect(shop.set('billing').rotation?.leaked).toEqual([1]);
  });

  it('promotes nothing that the policy wants verified first', async () => {
    await shop.steps('add checked --kind entra-client-secret --verify 10m', 'stage checked');
    const { stdout } = await replace('checked --slot a', at(60));
    expect(stdout).toContain('1. promote, not yet (promote of "checked" needs a staged credential that signed in');
    expect(shop.set('checked').state.step).toBe(1);
  });

  it.each([
    ['', 'replace needs a set and --slot, or --all'],
    ['billing', 'got none'],
    ['billing --slot next', '--slot says which credential of "billing" leaked, a, b or current, got "next"'],
    ['--all billing', '--all is every set of the manifest, got "billing"'],
    ['--all --slot a', '--all is every set of the manifest, got --slot'],
    ['nobody --slot a', 'the manifest has no set "nobody"'],
    ['billing --slot a --pause soon', '--pause: a duration looks like'],
    ['billing --slot a --private-key-out x-{kid}', 'got --private-key-out'],
  ])('refuses the input "%s"', async (argv, message) => {
    const text = shop.text;
    const given = argv === '' ? [] : argv.split(' ');
    const result = await shop.run(['replace', ...given, '--reason', 'x']);
    expect(complaint(result)).toEqual([2, expect.stringContaining(message)]);
    expect(shop.text).toBe(text);
  });

  it('says a reason in one line, without what would move or color the terminal', async () => {
    const reason = 'a\u001b[31mb\nc';
    const { stdout, stderr } = await shop.run([
      'replace',
      'billing',
      '--slot',
      'a',
      '--pause',
      '0s',
      '--reason',
      reason,
    ]);
    expect(stdout).toMatch(/^billing: .* leaked \(a\[31mb c\): gone/);
    const taken = await advance(at(1), applied(1, NOW, 1, 2));
    expect(taken.stderr).toBe('note: billing: soak is not enforced at step 2: a[31mb c\n');
    expect(stdout + stderr + taken.stdout).not.toContain('\u001b');
  });

  it.each([['--slot a'], ['--slot a --reason '], ['--all']])('needs a reason, got %s', async (argv) => {
    const given = argv.startsWith('--all') ? [argv] : ['billing', ...argv.split(' ')];
    expect(complaint(await shop.run(['replace', ...given]))).toEqual([2, expect.stringContaining('needs --reason')]);
  });

  it('refuses an empty slot, a credential from outside, a set on its way out, and an old manifest', async () => {
    await shop.steps('add ext --kind okta-client-secret --from-outside');
    expect(complaint(await replace('billing --slot b'))).toEqual([3, expect.stringContaining('which is empty')]);
    expect(complaint(await replace('ext --slot current'))).toEqual([3, expect.stringContaining('by hand')]);
    const ahead = appliedState(applied(4, NOW, 1, 2));
    expect(complaint(await replace('billing --slot a --applied -', NOW, ahead))).toEqual([
      3,
      expect.stringContaining('this manifest is old'),
    ]);
    await shop.steps('remove billing --reason over');
    expect(complaint(await replace('billing --slot a'))).toEqual([3, expect.stringContaining('marked for removal')]);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { FaultProxy, type Interference, type ProxiedCall } from './fault-proxy';
import { childrenOf, commandLine, type Ended, UaaCommand } from './uaa-command';

/** A UAA below 74 that rows of the matrix run against, a model or a real one; it never sees what the proxy does. */
export interface Ground {
  readonly url: string;
  /** A user's access token with `uaa.admin`. */
  token(): Promise<string>;
  /** A new client with these secrets, oldest first, and a grant type and authority that it must keep. */
  newClient(...secrets: readonly string[]): Promise<string>;
  signsIn(client: string, secret: string): Promise<boolean>;
  /** Authorities and grant types, sorted. */
  rights(client: string): Promise<string>;
  helpers(): Promise<readonly string[]>;
}

export type Way = 'helper' | 'client';
export type Fault = 'refuse' | 'hang' | 'drop-before' | 'drop-after' | 'fail-after' | 'late';
export type Victim = 'command' | 'command and guardian' | 'SIGTERM' | 'SIGINT' | 'SIGHUP';

/** What happens at the n-th call, counted from 1 at the first write. */
export type Event =
  | { readonly fault: Fault }
  | { readonly end: Victim; readonly when: 'before' | 'middle' | 'after' }
  /** UAA is gone from this call on, until the command has ended. */
  | { readonly down: 'from here' };

export interface Row {
  readonly way: Way;
  /** Of `delete` the client has both secrets from the start. */
  readonly mode: 'add' | 'delete';
  /** 0: as soon as the journal is there. */
  readonly call: number;
  readonly event: Event;
}

export interface RowResult {
  readonly row: Row;
  readonly at: string;
  readonly exitCode: number | null;
  readonly changed: boolean;
  readonly restoredBy: 'command' | 'guardian' | 'uaa restore';
  /** What is wrong; empty for a good row. */
  readonly faults: readonly string[];
}

/** Calls of a run without a fault, from the first write to the proof at the end. */
export const CALLS = { add: { helper: 6, client: 7 }, delete: { helper: 8, client: 9 } } as const;

export const TIMEOUT = 1_000;
/** When a late call is committed: later than the loss is noticed, sooner than its time-out. */
const LATE = 500;

async function runRow(ground: Ground, row: Row, number: number): Promise<RowResult> {
  const [oldSecret, newSecret] = [`old-secret-of-row-${number}-Aa1_`, `new-secret-of-row-${number}-Aa1_`];
  const token = await ground.token();
  const add = row.mode === 'add';
  const client = await ground.newClient(oldSecret, ...(add ? [] : [newSecret]));
  const before = await ground.rights(client);
  const proxy = await FaultProxy.start(ground.url);
  const command = new UaaCommand({ UAA_URL: proxy.url, UAA_TOKEN: token, OLD: oldSecret, NEW: newSecret });
  const faults: string[] = [];
  const check = (good: boolean, what: string): void => void (good || faults.push(what));
  const staysValid = async (when: string): Promise<void> => {
    const secret = add ? oldSecret : newSecret;
    check(await ground.signsIn(client, secret), `the secret that stays is refused ${when}`);
  };
  const seen: string[] = [];
  try {
    const timeout = ['--timeout', String(TIMEOUT / 1000)];
    const secrets = ['--old-secret-from', 'env:OLD', '--new-secret-from', 'env:NEW'];
    const run = command.start(
      'change-secret',
      client,
      '--mode',
      row.mode,
      '--elevate',
      row.way,
      ...secrets,
      ...timeout,
    );
    const happening = new Happening(proxy, row, run.pid, { seen, staysValid });
    if (row.call === 0) void happening.atJournal(command);
    const ended = await run.ended;
    happening.over();
    const { exitCode, output } = ended;
    seen.push(output, command.journalText);
    await staysValid('right after the command');
    const restoredBy = await restored(command, ended, row, timeout, faults);
    await proxy.close();
    check(!command.hasJournal, 'the journal is still there');
    check((await ground.rights(client)) === before, `rights are ${await ground.rights(client)}, were ${before}`);
    await staysValid('at the end');
    const changed = add ? await ground.signsIn(client, newSecret) : !(await ground.signsIn(client, oldSecret));
    if (exitCode === 0) check(changed, 'exit code 0 and not changed');
    if (exitCode === 3) check(!changed, 'exit code 3 and changed');
    check([0, 3, 4, null].includes(exitCode), `exit code ${exitCode}: ${output}`);
    check(happening.took, 'the event never happened');
    for (const secret of [token, oldSecret, newSecret]) check(!seen.join().includes(secret), 'a secret was seen');
    return { row, at: happening.at, exitCode, changed, restoredBy, faults };
  } finally {
    command.remove();
    await proxy.close().catch(() => undefined);
  }
}

async function restored(
  command: UaaCommand,
  { exitCode, output }: Ended,
  { event }: Row,
  timeout: readonly string[],
  faults: string[],
): Promise<RowResult['restoredBy']> {
  if ('end' in event && event.end === 'command') {
    await command.journalGone();
    return 'guardian';
  }
  if (exitCode !== null && exitCode !== 4) return 'command';
  if (exitCode === 4 && !/uaa restore|run it again/.test(output)) faults.push('exit code 4 without a remedy');
  const again = await command.run('restore', ...timeout);
  if (again.exitCode !== 0) faults.push(`uaa restore ended with ${again.exitCode}: ${again.output}`);
  return 'uaa restore';
}

/** The one event of a row, at the call that it names. */
class Happening {
  at = '-';
  took = false;
  private count = 0;
  private isOver = false;

  constructor(
    proxy: FaultProxy,
    private readonly row: Row,
    private readonly pid: number,
    private readonly witness: { readonly seen: string[]; readonly staysValid: (when: string) => Promise<void> },
  ) {
    proxy.before = (call) => this.before(call);
    proxy.after = (call) => this.after(call);
  }

  async atJournal(command: UaaCommand): Promise<void> {
    while (!command.hasJournal && !this.isOver) await sleep(1);
    if (this.isOver) return;
    this.at = 'journal written';
    this.took = true;
    await this.end((this.row.event as { readonly end: Victim }).end);
  }

  over(): void {
    this.isOver = true;
  }

  private async before(call: ProxiedCall): Promise<Interference> {
    const { event } = this.row;
    if (this.isOver || (this.count === 0 && !/^(PUT|POST) \/oauth\/clients/.test(`${call.method} ${call.path}`)))
      return 'pass';
    this.count++;
    if (this.count === 1) this.watch();
    await this.witness.staysValid(`before call ${this.count}`);
    if ('down' in event && this.count >= this.row.call) {
      this.mark(call);
      return 'drop-before';
    }
    if (this.count !== this.row.call) return 'pass';
    this.mark(call);
    if ('fault' in event) return event.fault === 'late' ? { late: LATE } : event.fault;
    if (!('end' in event) || event.when === 'after') return 'pass';
    await this.end(event.end);
    const goesOn = event.end.startsWith('SIG') || event.when === 'middle';
    if (!goesOn) return 'drop-before';
    return event.when === 'middle' ? { late: LATE } : 'pass';
  }

  private async after(call: ProxiedCall): Promise<void> {
    const { event } = this.row;
    if (this.isOver || this.count === 0 || this.count !== this.row.call) return;
    if (!('end' in event) || event.when !== 'after') return;
    this.mark(call);
    await this.end(event.end);
  }

  private mark({ method, path }: ProxiedCall): void {
    if (this.took) return;
    this.took = true;
    this.at = `${method} ${path.replace(/[?].*/, '').replace(/clients\/[^/]+/, 'clients/*')}`;
  }

  private async end(victim: Victim): Promise<void> {
    const guardians = childrenOf(this.pid);
    if (victim === 'command' || victim === 'command and guardian') {
      if (victim === 'command and guardian') for (const pid of guardians) process.kill(pid, 'SIGKILL');
      process.kill(this.pid, 'SIGKILL');
    } else process.kill(this.pid, victim);
    await sleep(20);
  }

  /** What others on the machine can read: the command line of both, and the guardian's environment. */
  private watch(): void {
    const guardians = childrenOf(this.pid);
    this.witness.seen.push(
      commandLine(this.pid, ['cmdline']),
      ...guardians.map((pid) => commandLine(pid, ['cmdline', 'environ'])),
    );
  }
}

/** The whole matrix. */
export function rows(): readonly Row[] {
  const faults: readonly Fault[] = ['refuse', 'fail-after', 'drop-before', 'drop-after', 'late', 'hang'];
  const kills = (['command', 'command and guardian'] as const).flatMap((end) =>
    (['before', 'middle', 'after'] as const).map((when): Event => ({ end, when })),
  );
  const signals = (['SIGTERM', 'SIGINT', 'SIGHUP'] as const).map((end): Event => ({ end, when: 'after' }));
  const events: readonly Event[] = [
    ...faults.map((fault): Event => ({ fault })),
    ...kills,
    ...signals,
    { down: 'from here' },
  ];
  const journal: Event = { end: 'command and guardian', when: 'after' };
  return (['add', 'delete'] as const).flatMap((mode) =>
    (['helper', 'client'] as const).flatMap((way) => [
      { way, mode, call: 0, event: journal },
      ...Array.from({ length: CALLS[mode][way] }, (_, i) =>
        events.map((event): Row => ({ way, mode, call: i + 1, event })),
      ).flat(),
    ]),
  );
}

export async function runRows(ground: Ground, all: readonly Row[], atOnce: number): Promise<readonly RowResult[]> {
  const results: RowResult[] = [];
  const queue = all.map((row, i) => ({ row, i }));
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      let result = await runRow(ground, next.row, next.i);
      // On a machine that stands still for a second, a run may end before its first write: then it shows nothing.
      for (let tries = 1; tries < 4 && result.at === '-' && result.exitCode === 3; tries++) {
        result = await runRow(ground, next.row, next.i);
      }
      results[next.i] = result;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

export function table(results: readonly RowResult[]): string {
  const cells = results.map(({ row, at, exitCode, changed, restoredBy, faults }) => [
    row.mode,
    row.way,
    String(row.call),
    at,
    nameOf(row.event),
    exitCode === null ? 'killed' : String(exitCode),
    changed ? 'yes' : 'no',
    restoredBy,
    faults.length === 0 ? 'ok' : faults.join('; '),
  ]);
  const all = [['MODE', 'BY', 'CALL', 'AT', 'EVENT', 'EXIT', 'CHANGED', 'RESTORED BY', ''], ...cells];
  const width = (i: number): number => Math.max(...all.map((row) => row[i]!.length));
  return all
    .map((row) =>
      row
        .map((cell, i) => (i < 8 ? cell.padEnd(width(i)) : cell))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function nameOf(event: Event): string {
  if ('fault' in event) return event.fault;
  if ('down' in event) return 'down from here on';
  return event.end.startsWith('SIG') ? `${event.end} ${event.when}` : `kill -9 ${event.end}, ${event.when}`;
}

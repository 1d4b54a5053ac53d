import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '../../lib/rotation';
import type { OperatedSet } from '../../lib/cli/operation';
import { CommandLine } from './command-line';
import { type ApplyResult, Deployments } from './deployments';
import { DEFAULTS, type Member, takesEc } from './fleet';
import type { Watch } from './terraform/deployment';
import type { World } from './world';

/** A pull request: the manifest as it would be, and the main branch that it was made from. */
export interface Proposal {
  readonly head: string;
  readonly base: string;
}

/** The repository with the manifest, and the nightly pipeline around it: the commands of docs/schedule.md. */
export class Pipeline {
  readonly deployments: Deployments;
  readonly commandLine: CommandLine;
  private readonly file: string;
  private readonly laid = new Map<string, number>();
  private text = '';
  private parsed?: { readonly text: string; readonly manifest: Manifest };

  constructor(
    private readonly world: World,
    readonly members: readonly Member[],
  ) {
    this.file = join(world.folder, 'rotation.json');
    this.deployments = new Deployments(world, members);
    this.commandLine = new CommandLine(this.file, world.clock);
  }

  /** Its text, as it stands in git. */
  get manifestText(): string {
    return this.text;
  }

  /** The manifest of the main branch. */
  get manifest(): Manifest {
    if (this.parsed?.text !== this.text) this.parsed = { text: this.text, manifest: Manifest.parse(this.text) };
    return this.parsed.manifest;
  }

  /** Adds every set, as people do. Nothing is applied. */
  async begin(): Promise<void> {
    for (const { name, kind, start, policy } of this.members) {
      const flags = Object.entries(policy).flatMap(([flag, value]) => {
        if (flag === 'freeze') return [];
        if (flag === 'automatic') return ['--no-automatic'];
        return value === true ? [`--${flag}`] : [`--${flag}`, String(value)];
      });
      const begin = start === 'outside' ? ['--from-outside'] : await this.keyOptions(name, kind);
      await this.commandLine.done(['add', name, '--kind', kind, ...flags, ...begin]);
    }
    const document = JSON.parse(readFileSync(this.file, 'utf8'));
    document.defaults = DEFAULTS;
    for (const { name, policy } of this.members) {
      if (policy.freeze) document.sets[name].policy = { ...document.sets[name].policy, freeze: policy.freeze };
    }
    this.text = JSON.stringify(document);
    writeFileSync(this.file, this.text);
    await this.commandLine.done(['validate']);
  }

  /** `advance --due` on a fresh checkout of the main branch, checked as the pull request checks it. */
  async advance(): Promise<Proposal | undefined> {
    const { manifest } = this;
    await this.layKeys(manifest);
    const ec = this.members.filter(({ kind }) => takesEc(kind)).map(({ name }) => name);
    const others = this.members.filter(({ kind }) => !takesEc(kind)).map(({ name }) => name);
    const { out, file } = this.world.keys;
    return this.propose(async () => {
      if (ec.length > 0) await this.advanceSets(ec, ['--private-key-out', out, '--key-type', 'ec']);
      if (others.length > 0) await this.advanceSets(others, ['--public-key', file]);
    });
  }

  /** The same for one set, out of turn. */
  async advanceOne(name: string): Promise<Proposal | undefined> {
    await this.layKeys(this.manifest);
    const { kind = '' } = this.members.find((member) => member.name === name) ?? {};
    const { out, file } = this.world.keys;
    const keys = takesEc(kind) ? ['--private-key-out', out, '--key-type', 'ec'] : ['--public-key', file];
    return this.propose(() => this.advanceSets([name], keys));
  }

  private async advanceSets(names: readonly string[], keys: readonly string[]): Promise<void> {
    await this.commandLine.done(['advance', '--due', '--applied', '-', ...keys, ...names], this.deployments.show);
  }

  /** What a command line makes of the main branch; undefined when it changes nothing. */
  async propose(change: () => Promise<unknown>): Promise<Proposal | undefined> {
    writeFileSync(this.file, this.text);
    await change();
    const head = readFileSync(this.file, 'utf8');
    if (head === this.text) return undefined;
    await this.commandLine.done(['validate', '--base', '-'], this.text);
    return { head, base: this.text };
  }

  /** Whether it could be merged: the main branch is what it was made from. */
  merge({ head, base }: Proposal): boolean {
    if (base !== this.text) return false;
    this.text = head;
    return true;
  }

  /** Applies what the main branch has and the state does not. */
  async apply(watch: (set: string) => Watch): Promise<readonly ApplyResult[]> {
    const { manifest } = this;
    return this.deployments.apply(manifest, this.deployments.pending(manifest), watch);
  }

  async status(): Promise<readonly OperatedSet[]> {
    writeFileSync(this.file, this.text);
    return JSON.parse(await this.commandLine.done(['status', '--json', '--applied', '-'], this.deployments.show));
  }

  /** The options with which a key of the kind comes about. */
  async keyOptions(name: string, kind: string): Promise<readonly string[]> {
    const { keys, clock } = this.world;
    const { key } = Manifest.create('kinds').kind(kind);
    if (!key) return [];
    if (takesEc(kind)) return ['--key-type', 'ec', '--private-key-out', keys.out];
    await keys.lay(name, Manifest.create('kinds').kind(kind), clock.now().getTime());
    return ['--public-key', keys.file.replace('{set}', name)];
  }

  /** A key of one's own for each set that may need one: another one as soon as the last one is in the main branch. */
  private async layKeys(manifest: Manifest): Promise<void> {
    for (const { name, kind } of this.members) {
      const { generation } = manifest.find(name).state;
      if (this.laid.get(name) === generation) continue;
      this.laid.set(name, generation);
      await this.keyOptions(name, kind);
    }
  }
}

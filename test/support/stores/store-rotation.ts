import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { TerraformStack } from 'cdktf';
import { entraApplication } from '../../../demo/kinds/entra';
import { commandLine } from '../../../demo/two-slot';
import { Rotations } from '../../../lib';
import { EntraClientSecret } from '../../../lib/entra';
import { checkPlan, type GuardReport } from '../../../lib/guard';
import { type ReattachedProvider, reattachEnvironment, serveReattach } from '../../../lib/plugin';
import { Manifest, roleSlots, type Slot } from '../../../lib/rotation';
import { Consumer, Deployment, EntraModel, entraProvider, type Published } from '../../../lib/testing';
import { addProviders, namesOf, nextOf, type StoreCase } from './store-case';
import { type StoreEvent, StoreModel } from './store-model';
import { storeProviders } from './providers';

const REPLICA_LAG = 200;

/** What happened, in the order in which it did. */
export type Happening =
  | { readonly who: 'entra'; readonly verb: 'added' | 'removed'; readonly keyId: string; readonly step: string }
  | ({ readonly who: 'store'; readonly step: string } & Omit<StoreEvent, 'at'>);

/** What a store held after a step, and what it should hold. */
export interface Holding {
  readonly step: string;
  readonly store: string;
  readonly current: Published;
  readonly next: Published;
  readonly currentKeyId: string;
  readonly nextKeyId: string;
}

/** One set on the Entra model, published to several stores at once by real Terraform, with a consumer for each store. */
export class StoreRotation {
  static async start(stores: readonly StoreCase[], writeOnly: boolean): Promise<StoreRotation> {
    const entra = await EntraModel.start({ latency: 5, replicaLag: REPLICA_LAG });
    const model = new StoreModel();
    const types = [entraProvider(entra, { waitScale: 0.02 }), ...storeProviders(model)];
    const served = await Promise.all(types.map((type) => serveReattach(type as Parameters<typeof serveReattach>[0])));
    return new StoreRotation(stores, writeOnly, entra, model, served);
  }

  readonly directory = mkdtempSync(join(tmpdir(), 'stores-'));
  readonly happenings: Happening[] = [];
  readonly holdings: Holding[] = [];
  readonly deployment: Deployment;
  /** Whether the plan after a step would change something, by step. */
  readonly leftover = new Map<string, boolean>();
  /** What the guard says of the plan of a step, by step. */
  readonly reports = new Map<string, GuardReport>();
  readonly consumers: ReadonlyMap<string, Consumer>;
  private readonly file = join(this.directory, 'rotation.json');
  private readonly application;
  private readonly keyIds = new Map<string, string>();
  private step = '';

  private constructor(
    private readonly stores: readonly StoreCase[],
    writeOnly: boolean,
    readonly entra: EntraModel,
    readonly model: StoreModel,
    private readonly served: readonly ReattachedProvider[],
  ) {
    const application = (this.application = entraApplication(entra));
    entra.onChange(({ kind, keyId, displayName }) => {
      if (kind === 'added') this.keyIds.set(displayName ?? '', keyId);
      this.happenings.push({ who: 'entra', verb: kind, keyId, step: this.step });
    });
    model.onEvent(({ at: _, ...event }) => this.happenings.push({ who: 'store', step: this.step, ...event }));
    this.consumers = new Map(
      stores.map((store) => [
        store.name,
        new Consumer({
          name: store.name,
          read: async () => this.read(store, '') ?? {},
          signIn: application.signIn,
          every: 10,
        }),
      ]),
    );
    this.deployment = new Deployment({
      directory: join(this.directory, 'stack'),
      environment: reattachEnvironment(served),
      stack: (app) => {
        const stack = new TerraformStack(app, 'stack');
        new AzureadProvider(stack, 'azuread');
        addProviders(stack, stores);
        const { applicationId, clientId } = application;
        const rotation = Rotations.fromFile(this.file).get('app');
        const set = new EntraClientSecret(stack, 'app', { applicationId: applicationId ?? '', clientId, rotation });
        for (const store of stores) set.publishTo(store.make(writeOnly), namesOf(store));
        return stack;
      },
    });
  }

  get clientId(): string {
    return this.application.clientId;
  }

  /** Takes a step with the command line and applies it; consumers begin after the first one. */
  async take(step: string, ...command: readonly string[]): Promise<void> {
    this.step = step;
    await commandLine([...command, '--file', this.file]);
    const { changes } = await this.deployment.deploy();
    this.leftover.set(step, changes);
    this.reports.set(step, checkPlan(await this.deployment.terraform.show('plan.tfplan')));
    this.note();
    await sleep(2 * REPLICA_LAG);
    for (const consumer of this.consumers.values()) consumer.start();
  }

  async begin(): Promise<void> {
    const waits = ['--interval', '1h', '--soak', '0s', '--grace', '0s'];
    await this.take('start', 'add', 'app', '--kind', 'entra-client-secret', ...waits);
  }

  /** All steps: the second stage recycles the slot of the first credential. */
  async rotate(): Promise<void> {
    await this.begin();
    for (const [index, step] of ['stage', 'promote', 'stage', 'promote', 'retire'].entries()) {
      await this.take(`${step} ${index}`, step, 'app');
    }
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.stop()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.stop()));
    await Promise.all(this.served.map((provider) => provider.close()));
    await this.entra.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** What a consumer of the store finds: the values by their own names, undefined until all are there. */
  read(store: StoreCase, prefix: '' | 'next'): Published | undefined {
    const names = ['clientId', 'clientSecret', 'keyId'];
    const found = names.map((name) => store.read(this.model, store.nameOf(prefix === '' ? name : nextOf(name))));
    if (found.some((value) => value === undefined)) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, found[index] ?? '']));
  }

  private note(): void {
    const set = Manifest.parse(readFileSync(this.file, 'utf8')).find('app');
    const { current, next } = roleSlots(set);
    const keyIdOf = (slot: Slot | undefined): string =>
      (slot && this.keyIds.get(`app ${slot} g${set.state[slot]?.generation}`)) ?? '';
    for (const store of this.stores) {
      this.holdings.push({
        step: this.step,
        store: store.name,
        current: this.read(store, '') ?? {},
        next: this.read(store, 'next') ?? {},
        currentKeyId: keyIdOf(current),
        nextKeyId: keyIdOf(next ?? current),
      });
    }
  }
}

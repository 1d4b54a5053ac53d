import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { App, Fn, TerraformResource, TerraformStack } from 'cdktf';
import { Rotations } from '../lib';
import { EntraClientSecret } from '../lib/entra';
import { Manifest, manifestText, type SetEntry, startState, takeStep } from '../lib/rotation';
import { VaultKv } from '../lib/stores/vault';

/**
 * Synth of many sets against the same resources written by hand, both in one run, through App.synth
 * (Testing.synth is quadratic). Prints seconds, the ratio, and how the time grows with the number of sets.
 */
const SIZES = [100, 1_000, 5_000];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const AT = '2026-01-01T00:00:00Z';
const EXPIRES = '2026-12-01T00:00:00Z';

function manifestOf(size: number): string {
  const first = takeStep(
    {
      name: 'x',
      kind: { removes: 'any' },
      state: startState({ at: AT, expires: EXPIRES }, AT),
    },
    'stage',
    { at: AT, expires: EXPIRES },
  );
  const state = takeStep({ name: 'x', kind: { removes: 'any' }, state: first }, 'promote', { at: AT });
  const sets: Record<string, SetEntry> = {};
  for (let index = 0; index < size; index++) sets[`set-${index}`] = { kind: 'entra-client-secret', state };
  return manifestText({ ...Manifest.create('bench').document, sets });
}

/** Our constructs: manifest read, sets built, published. */
function ours(stack: TerraformStack, size: number, manifest: string): void {
  const rotations = Rotations.fromText(manifest);
  for (let index = 0; index < size; index++) {
    const name = `set-${index}`;
    const set = new EntraClientSecret(stack, name, {
      applicationId: `/applications/${name}`,
      clientId: name,
      rotation: rotations.get(name),
    });
    set.publishTo(new VaultKv({ mount: 'kv', path: name }), {
      current: { clientId: 'ID', clientSecret: 'SECRET' },
      next: { clientSecret: 'NEXT' },
    });
  }
}

class Data extends TerraformResource {
  constructor(
    scope: TerraformStack,
    id: string,
    private readonly attributes: Record<string, unknown>,
    lifecycle: TerraformResource['lifecycle'],
    dependsOn: TerraformResource[],
  ) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
      lifecycle,
      dependsOn,
    });
  }
  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return this.attributes;
  }
}

/** The same resources with the bindings alone, every condition typed out. */
function byHand(stack: TerraformStack, size: number): void {
  for (let index = 0; index < size; index++) {
    const name = `set-${index}`;
    const slot = (letter: string, generation: number): ApplicationPasswordA =>
      new ApplicationPasswordA(stack, `${name}_slot_${letter}`, {
        applicationId: `/applications/${name}`,
        displayName: `${name} ${letter} g${generation}`,
        endDate: EXPIRES,
        rotateWhenChanged: { generation: String(generation) },
        lifecycle: { createBeforeDestroy: true, preventDestroy: true },
      });
    const [a, b] = [slot('a', 1), slot('b', 2)];
    const store = new KvSecretV2(stack, `${name}_vault`, {
      mount: 'kv',
      name,
      dataJson: Fn.jsonencode({ ID: name, SECRET: b.value, NEXT: b.value }),
      dependsOn: [a, b],
    });
    const keys = { a: a.keyId, b: b.keyId };
    const record = (step: number): Record<string, unknown> => ({
      format: 1,
      manifest: 'bench',
      set: name,
      kind: 'entra-client-secret',
      step,
      transition: 'promote',
      current: 'b',
      standby: 'previous',
      generations: { a: 1, b: 2 },
      expires: { a: EXPIRES, b: EXPIRES },
      removal: false,
    });
    const older = `terraform_data.${name}_step_1.output`;
    const clock = `terraform_data.${name}_clock_stayed`;
    new Data(
      stack,
      `${name}_step_1`,
      { input: { ...record(1), keys: { a: '', b: '' }, slots: { a: '', b: '' }, publications: [] } },
      { ignoreChanges: ['input'] },
      [],
    );
    new Data(
      stack,
      `${name}_clock_stayed`,
      { input: '', triggers_replace: { step: 1 } },
      { ignoreChanges: ['input', 'triggers_replace'] },
      [],
    );
    const now = new Data(
      stack,
      `${name}_clock_moved`,
      { input: '${timestamp()}', triggers_replace: { step: 2, keys } },
      { ignoreChanges: ['input'] },
      [a, b, store],
    );
    new Data(
      stack,
      `${name}_step_0`,
      {
        input: {
          ...record(2),
          keys,
          slots: { a: `azuread_application_password.${name}_slot_a`, b: `azuread_application_password.${name}_slot_b` },
          publications: [`vault_kv_secret_v2.${name}_vault`],
        },
      },
      {
        precondition: [
          {
            condition: `\${${older}.manifest == "bench"}`,
            errorMessage: `${name}: step 2 comes from another manifest than the state.`,
          },
          {
            condition: `\${${older}.step == 1}`,
            errorMessage: `${name}: step 2 must follow step 1, but the state holds step \${${older}.step}.`,
          },
          {
            condition: `\${${clock}.triggers_replace.step < 2}`,
            errorMessage: `${name}: step 2 was taken instead of another step 2, but that one is applied.`,
          },
          {
            condition: `\${${clock}.output == "" ? true : timecmp(timeadd(${clock}.output, "24h"), plantimestamp()) <= 0}`,
            errorMessage: `${name}: step 2 must wait soak = 1d after step 1, which was applied at \${${clock}.output}.`,
          },
        ],
      },
      [a, b, store, now],
    );
  }
}

function seconds(build: (stack: TerraformStack) => void): number {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const started = process.hrtime.bigint();
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'bench');
  new AzureadProvider(stack, 'azuread');
  new VaultProvider(stack, 'vault', { address: 'http://127.0.0.1:8200' });
  build(stack);
  app.synth();
  const elapsed = Number(process.hrtime.bigint() - started) / 1e9;
  rmSync(outdir, { recursive: true });
  return elapsed;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

const rows: { size: number; ours: number; hand: number; ratio: number }[] = [];
seconds((stack) => ours(stack, 50, manifestOf(50)));
seconds((stack) => byHand(stack, 50));
for (const size of SIZES) {
  const manifest = manifestOf(size);
  const pairs = Array.from(
    { length: ROUNDS },
    () => [seconds((s) => ours(s, size, manifest)), seconds((s) => byHand(s, size))] as const,
  );
  rows.push({
    size,
    ours: median(pairs.map(([mine]) => mine)),
    hand: median(pairs.map(([, theirs]) => theirs)),
    ratio: median(pairs.map(([mine, theirs]) => mine / theirs)),
  });
}
console.log(`synth, median of ${ROUNDS} rounds in one run (App.synth, 7 resources a set)`);
console.log('   sets   ours [s]   by hand [s]   ratio');
for (const { size, ours: mine, hand, ratio } of rows) {
  console.log(
    `${String(size).padStart(7)}${mine.toFixed(3).padStart(11)}${hand.toFixed(3).padStart(14)}${ratio.toFixed(2).padStart(8)}`,
  );
}
const exponent = (of: (row: (typeof rows)[number]) => number): string => {
  const [small, large] = [rows[1], rows[2]] as [(typeof rows)[number], (typeof rows)[number]];
  return (Math.log(of(large) / of(small)) / Math.log(large.size / small.size)).toFixed(2);
};
console.log(
  `growth exponent from 1,000 to 5,000 sets: ours ${exponent((row) => row.ours)}, by hand ${exponent((row) => row.hand)} (1 is linear)`,
);
if ((rows.at(-1)?.ratio ?? Infinity) > 1.3) {
  console.error('ours takes more than 1.3 times the time of the same resources written by hand');
  process.exitCode = 1;
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TerraformStack } from 'cdktf';
import { Rotations } from '../../lib';
import { TerraformData } from '../../lib/constructs/terraform-data';
import { Manifest, type PolicyOptions, type SetEntry, startState, type Step, takeStep } from '../../lib/rotation';
import { Deployment } from '../../lib/testing/deployment';
import { DATA_KIND, DataSet } from '../support/data-kind';
import { AT, EXPIRES, textOf } from '../support/manifests';

const NO_WAIT: PolicyOptions = { interval: '1h', soak: '0s', grace: '0s' };

function start(policy: PolicyOptions = NO_WAIT, id = 'plan-1'): Manifest {
  const manifest = Manifest.of({
    ...Manifest.create(id).document,
    kinds: { [DATA_KIND]: { title: 'test kind', removes: 'any' } },
    defaults: policy,
  });
  return manifest.with('billing', { kind: DATA_KIND, state: startState({ at: AT, expires: EXPIRES }, AT) });
}

function after(manifest: Manifest, ...steps: readonly Step[]): Manifest {
  return steps.reduce((before, step) => {
    const state = takeStep(before.find('billing'), step, { at: AT, expires: EXPIRES });
    return edit(before, { state });
  }, manifest);
}

function edit(manifest: Manifest, change: Partial<SetEntry>): Manifest {
  return manifest.with('billing', { ...(manifest.document.sets.billing as SetEntry), ...change });
}

/** A stack with one set and one consumer, whose manifest a test changes between applies. */
class Scene {
  manifest: Manifest;
  failStore = false;
  failSlot = false;
  protect = true;
  readonly directory = mkdtempSync(join(tmpdir(), 'plan-'));
  readonly deployment = new Deployment({
    directory: this.directory,
    stack: (app) => {
      const stack = new TerraformStack(app, 'stack');
      const rotation = Rotations.fromText(textOf(this.manifest)).get('billing');
      const set = new DataSet(stack, 'billing', { rotation, protect: this.protect });
      for (const slot of this.failSlot ? set.slotResources : [])
        slot.provisioners = [{ type: 'local-exec', command: 'exit 1' }];
      const store = new TerraformData(stack, 'store', { input: { secret: set.current.secret } });
      if (this.failStore) {
        store.provisioners = [{ type: 'local-exec', command: 'exit 1' }];
        store.addOverride('triggers_replace', this.manifest.find('billing').state.step);
      }
      set.publishes(store);
      return stack;
    },
  });

  constructor(manifest: Manifest) {
    this.manifest = manifest;
  }

  /** Applies a manifest; the next plan must be empty. */
  async apply(manifest: Manifest): Promise<void> {
    this.manifest = manifest;
    expect((await this.deployment.deploy()).changes).toBe(false);
  }

  /** The message of the refused plan, on one line. Nothing must have been changed. */
  async refusal(manifest: Manifest): Promise<string> {
    const before = this.state();
    this.manifest = manifest;
    const error: Error = await this.deployment.plan().then(
      () => new Error('the plan was accepted'),
      (reason: Error) => reason,
    );
    expect(this.state()).toBe(before);
    return error.message.replace(/\s*[│╷╵]?\s*\n\s*[│╷╵]?\s*/g, ' ');
  }

  state(): string {
    return readFileSync(join(this.directory, 'terraform.tfstate'), 'utf8');
  }

  close(): void {
    rmSync(this.directory, { recursive: true });
  }
}

async function withScene(manifest: Manifest, run: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = new Scene(manifest);
  try {
    await run(scene);
  } finally {
    scene.close();
  }
}

const ALL: readonly Step[] = [
  'stage',
  'promote',
  'stage',
  'abort',
  'stage',
  'promote',
  'rollback',
  'stage',
  'promote',
  'retire',
];

test('every step applies in turn, and every other step but the one applied is refused with set, step and remedy', async () => {
  await withScene(start(), async (scene) => {
    const history = ALL.map((_, count) => after(start(), ...ALL.slice(0, count)));
    for (const [n, manifest] of history.entries()) {
      await scene.apply(manifest);
      const skipped = history[n + 2];
      if (skipped) {
        expect(await scene.refusal(skipped)).toMatch(
          new RegExp(
            `billing: step ${n + 2} \\(\\w+\\) must follow step ${n + 1}, but the state holds step ${n} at most\\. Apply the missing steps`,
          ),
        );
      }
      const reverted = history[n - 1];
      if (reverted && n > 1) {
        expect(await scene.refusal(reverted)).toMatch(
          new RegExp(
            `billing: step ${n - 1} \\(\\w+\\) must follow step ${n - 2}, but the state already holds step ${n} or a later one.*update it from the main branch.*rollback billing`,
          ),
        );
      }
    }
    expect(await scene.refusal(start())).toMatch(
      /billing: step 0 \(start\) is for a first deployment.*Restore the state of "billing" in the manifest from git/,
    );
  });
});

test('a promote waits for the soak time and a retire and a recycle for the grace time, counted from the apply', async () => {
  const policy = { interval: '1h', soak: '3s', grace: '3s' };
  await withScene(start(policy), async (scene) => {
    const [staged, promoted] = [after(start(policy), 'stage'), after(start(policy), 'stage', 'promote')];
    await scene.apply(start(policy));
    await scene.apply(staged);
    expect(await scene.refusal(promoted)).toMatch(
      /billing: step 2 \(promote\) must wait soak = 3s after step 1, which was applied at \d{4}-.*plan again after \d{4}-.*"override": \{"step": 2, "rule": "soak"/,
    );
    await sleep(4_000);
    await scene.apply(promoted);
    for (const step of ['retire', 'stage'] as const) {
      expect(await scene.refusal(after(promoted, step))).toMatch(
        new RegExp(`billing: step 3 \\(${step}\\) must wait grace = 3s after step 2`),
      );
    }
    await sleep(4_000);
    await scene.apply(after(promoted, 'retire'));
  });
});

test('an override drops its rule at exactly its step', async () => {
  const policy = { interval: '2h', soak: '1h', grace: '1h' };
  await withScene(start(policy), async (scene) => {
    const staged = after(start(policy), 'stage');
    const promoted = after(staged, 'promote');
    await scene.apply(start(policy));
    await scene.apply(staged);
    expect(await scene.refusal(edit(promoted, { override: { step: 3, rule: 'soak', reason: 'x' } }))).toMatch(
      /must wait soak/,
    );
    expect(await scene.refusal(edit(promoted, { override: { step: 2, rule: 'grace', reason: 'x' } }))).toMatch(
      /must wait soak/,
    );
    await scene.apply(edit(promoted, { override: { step: 2, rule: 'soak', reason: 'leaked' } }));
    const rolledBackTwice = after(promoted, 'rollback', 'rollback');
    expect(await scene.refusal(rolledBackTwice)).toMatch(/must follow step 3/);
    await scene.apply(edit(rolledBackTwice, { override: { step: 4, rule: 'order', reason: 'ledger lost' } }));
  });
});

test.each(ALL.map((_, count) => count))(
  'a first deployment at step %i works, and the next step after it',
  async (count) => {
    await withScene(after(start(), ...ALL.slice(0, count)), async (scene) => {
      await scene.apply(scene.manifest);
      await scene.apply(after(scene.manifest, ALL[count] as Step));
    });
  },
);

test.each([
  ['promote', ['stage', 'promote'], ['stage', 'abort']],
  ['abort', ['stage', 'abort'], ['stage', 'promote']],
  ['rollback', ['stage', 'promote', 'rollback'], ['stage', 'promote', 'retire']],
  ['retire', ['stage', 'promote', 'retire'], ['stage', 'promote', 'rollback']],
] as const)(
  'a %s that was applied, undone and replaced by another step of its number is refused',
  async (_, applied, other) => {
    await withScene(start(), async (scene) => {
      for (const [index] of applied.entries()) await scene.apply(after(start(), ...applied.slice(0, index)));
      await scene.apply(after(start(), ...applied));
      expect(await scene.refusal(after(start(), ...other))).toMatch(
        new RegExp(
          `billing: step ${other.length} \\(${other.at(-1)}\\) was taken instead of another step ${other.length}, but that one is applied.*Restore the state`,
        ),
      );
    });
  },
);

test("another deployment's manifest is refused", async () => {
  await withScene(start(), async (scene) => {
    await scene.apply(start());
    await scene.apply(after(start(), 'stage'));
    expect(await scene.refusal(after(start(NO_WAIT, 'plan-2'), 'stage', 'promote'))).toMatch(
      /comes from manifest "plan-2", but the state belongs to manifest "plan-1": use the manifest of this deployment/,
    );
  });
});

test('after an apply that failed at the store the same step or the one before runs, and no other', async () => {
  await withScene(start(), async (scene) => {
    const history = ALL.map((_, count) => after(start(), ...ALL.slice(0, count)));
    await scene.apply(history[0] as Manifest);
    scene.failStore = true;
    scene.manifest = history[1] as Manifest;
    await expect(scene.deployment.deploy()).rejects.toThrow(/local-exec/);
    scene.failStore = false;
    expect(await scene.refusal(history[2] as Manifest)).toMatch(
      /must follow step 1, but the state holds step 0 at most/,
    );
    expect(await scene.refusal(history[3] as Manifest)).toMatch(/must follow step 2/);
    scene.manifest = history[0] as Manifest;
    await scene.deployment.plan();
    await scene.apply(history[1] as Manifest);
  });
});

test('a credential in use cannot be replaced or destroyed; a removal mark or protect: false tears down cleanly', async () => {
  await withScene(after(start(), 'stage', 'promote'), async (scene) => {
    await scene.apply(scene.manifest);
    const { terraform } = scene.deployment;
    for (const slot of ['a', 'b']) {
      await expect(terraform.plan({ replace: [`terraform_data.billing_slot_${slot}`] })).rejects.toThrow(
        /Instance cannot be destroyed/,
      );
    }
    await expect(terraform.plan({ destroy: true })).rejects.toThrow(/Instance cannot be destroyed/);
    await scene.apply(edit(scene.manifest, { removal: { at: AT, reason: 'retired' } }));
    await terraform.destroy();
    expect(await terraform.stateList()).toEqual([]);
  });
  await withScene(start(), async (scene) => {
    scene.protect = false;
    await scene.apply(start());
    await scene.deployment.terraform.destroy();
    expect(await scene.deployment.terraform.stateList()).toEqual([]);
  });
});

test('a first create that failed half-way is tainted and refused, until it is untainted or unprotected once', async () => {
  for (const wayOut of ['untaint', 'protect: false'] as const) {
    await withScene(start(), async (scene) => {
      const { terraform } = scene.deployment;
      scene.failSlot = true;
      await expect(scene.deployment.deploy()).rejects.toThrow(/local-exec/);
      scene.failSlot = false;
      await expect(scene.deployment.plan()).rejects.toThrow(/Instance cannot be destroyed/);
      if (wayOut === 'untaint')
        expect((await terraform.run(['untaint', 'terraform_data.billing_slot_a'])).exitCode).toBe(0);
      else scene.protect = false;
      await scene.apply(start());
      scene.protect = true;
      await scene.apply(after(start(), 'stage'));
    });
  }
});

test('the synthesized stack passes terraform validate', async () => {
  await withScene(after(start(), 'stage'), async (scene) => {
    await scene.deployment.plan();
    await scene.deployment.terraform.validate();
  });
});

import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import { Rotations } from '../../lib';
import { Deployment } from '../../lib/testing/deployment';
import type { Registration } from '../../demo/application';
import { type DemoKind, publish } from '../../demo/kind';
import { KINDS, providers } from '../../demo/two-slot';
import { World } from '../../demo/world';

const folders = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

const kept = folders(__dirname).flatMap((version) =>
  folders(join(__dirname, version)).flatMap((kind) =>
    folders(join(__dirname, version, kind)).map((step) => ({
      version,
      kind,
      step,
      folder: join(__dirname, version, kind, step),
    })),
  ),
);

describe('what an earlier release deployed', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  test('is kept for every kind', () => {
    expect(new Set(kept.map(({ kind }) => kind))).toEqual(new Set(KINDS.map(({ kind }) => kind)));
  });

  test.each(kept)('$version $kind $step plans empty, and its slots are byte-identical', async ({ kind, folder }) => {
    const directory = mkdtempSync(join(tmpdir(), 'compat-'));
    try {
      const application = JSON.parse(readFileSync(join(folder, 'application.json'), 'utf8')) as Registration;
      const demoKind = KINDS.find((one) => one.kind === kind) as DemoKind;
      const deployment = new Deployment({
        directory,
        environment: { ...world.environment, TF_VAR_initial_secret: 'scrubbed' },
        stack: (app) => {
          const stack = new TerraformStack(app, 'stack');
          providers(stack);
          const rotation = Rotations.fromFile(join(folder, 'rotation.json')).get('app');
          publish(demoKind.construct(stack, application, rotation), demoKind);
          return stack;
        },
      });
      deployment.synth();
      const slots = (file: string): unknown => {
        const { resource } = JSON.parse(readFileSync(file, 'utf8')) as { resource: Record<string, unknown> };
        const { terraform_data: _leaves, vault_kv_secret_v2: _publication, ...held } = resource;
        return held;
      };
      expect(slots(join(directory, 'cdk.tf.json'))).toEqual(slots(join(folder, 'cdk.tf.json')));
      copyFileSync(join(folder, 'terraform.tfstate'), join(directory, 'terraform.tfstate'));
      await deployment.terraform.init();
      // The model identity provider of that day is gone: what is compared is state and configuration.
      const { exitCode, output } = await deployment.terraform.run([
        'plan',
        '-no-color',
        '-input=false',
        '-refresh=false',
        '-detailed-exitcode',
      ]);
      expect([exitCode, exitCode === 0 ? '' : output]).toEqual([0, '']);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

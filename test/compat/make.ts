import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../../demo/two-slot';
import { Pilot } from '../support/pilot';

/**
 * Keeps a stack and a state of each kind as this release makes them: `npx tsx test/compat/make.ts 0.1.0`, once a
 * release, before it is tagged. What was kept is never made anew, later releases must plan it empty: kinds that are
 * there already are left alone.
 */
const version = process.argv[2] ?? '';

async function make(): Promise<void> {
  for (const kind of KINDS.filter((one) => !existsSync(join(__dirname, version, one.kind)))) {
    const pilot = await Pilot.start(kind, { launched: true });
    try {
      await pilot.add('--interval', '30d', '--soak', '0s', '--grace', '0s');
      await pilot.apply();
      for (const step of ['stage', 'promote', 'stage']) {
        await pilot.step(step);
        keep(pilot, `${pilot.set.state.step}-${step}`);
      }
    } finally {
      await pilot.close();
    }
  }
}

function keep(pilot: Pilot, name: string): void {
  const folder = join(__dirname, version, pilot.kind.kind, name);
  mkdirSync(folder, { recursive: true });
  const { applicationId, clientId, firstSecretId } = pilot.application;
  copyFileSync(pilot.file, join(folder, 'rotation.json'));
  for (const file of ['cdk.tf.json', 'terraform.tfstate']) {
    writeFileSync(join(folder, file), scrub(readFileSync(join(pilot.world.directory, 'stack', file), 'utf8')));
  }
  writeFileSync(
    join(folder, 'application.json'),
    `${JSON.stringify({ applicationId, clientId, firstSecretId }, undefined, 2)}\n`,
  );
}

const SECRET_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  azuread_application_password: ['value'],
  rotation_okta_client_secret: ['secret_a', 'secret_b'],
  rotation_uaa_client_secret: ['secret_a', 'secret_b', 'coming', 'initial_secret'],
};

/** The secrets are of a model identity provider and open nothing; they are taken out all the same. */
function scrub(text: string): string {
  const { resources = [] } = JSON.parse(text) as {
    resources?: { type: string; instances: { attributes: Readonly<Record<string, unknown>> }[] }[];
  };
  const secrets = resources
    .filter(({ type }) => type in SECRET_ATTRIBUTES)
    .flatMap(({ type, instances }) =>
      instances.flatMap(({ attributes }) => (SECRET_ATTRIBUTES[type] ?? []).map((name) => attributes[name])),
    )
    .filter((value) => typeof value === 'string');
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, 'scrubbed'), text);
}

void make();

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../../demo/two-slot';
import { Pilot } from '../support/pilot';

/**
 * Keeps a stack and a state of each kind as this release makes them: `npx tsx test/compat/make.ts 0.1.0`, once a
 * release, before it is tagged. What was kept is never made anew: later releases must plan it empty.
 */
const version = process.argv[2] ?? '';

async function make(): Promise<void> {
  for (const kind of KINDS) {
    const pilot = await Pilot.start(kind);
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
  const { applicationId, clientId } = pilot.application;
  copyFileSync(pilot.file, join(folder, 'rotation.json'));
  for (const file of ['cdk.tf.json', 'terraform.tfstate']) {
    writeFileSync(join(folder, file), scrub(readFileSync(join(pilot.world.directory, 'stack', file), 'utf8')));
  }
  writeFileSync(join(folder, 'application.json'), `${JSON.stringify({ applicationId, clientId }, undefined, 2)}\n`);
}

/** The secrets are of a model identity provider and open nothing; they are taken out all the same. */
function scrub(text: string): string {
  const { resources = [] } = JSON.parse(text) as {
    resources?: { type: string; instances: { attributes: { value?: string } }[] }[];
  };
  const secrets = resources
    .filter(({ type }) => type === 'azuread_application_password')
    .flatMap(({ instances }) => instances.flatMap(({ attributes }) => attributes.value ?? []));
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, 'scrubbed'), text);
}

void make();

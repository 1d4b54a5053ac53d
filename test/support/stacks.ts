import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Rotations } from '../../lib';
import { type EntraClientSecretProps, EntraClientSecret } from '../../lib/entra';
import { Auth0Provider } from '../../lib/auth0';
import type { Manifest } from '../../lib/rotation';
import { textOf } from './manifests';

export interface Synthesized {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly [block: string]: unknown;
}

/** Synthesizes one stack as `cdktf synth` does, validations included, and gives its text and JSON. */
export function synth(build: (stack: TerraformStack, app: App) => void): { text: string; json: Synthesized } {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, 'stack');
    new AzureadProvider(stack, 'azuread');
    new VaultProvider(stack, 'vault', { address: 'http://127.0.0.1:8200' });
    new Auth0Provider(stack, 'auth0');
    build(stack, app);
    app.synth();
    const text = readFileSync(join(outdir, 'stacks', 'stack', 'cdk.tf.json'), 'utf8');
    return { text, json: JSON.parse(text) as Synthesized };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export function rotations(manifest: Manifest): Rotations {
  return Rotations.fromText(textOf(manifest));
}

/** A client secret set on an application of its own. */
export function clientSecret(
  scope: TerraformStack,
  manifest: Manifest,
  name: string,
  props: Partial<EntraClientSecretProps> = {},
): EntraClientSecret {
  return new EntraClientSecret(scope, name, {
    applicationId: `/applications/${name}`,
    clientId: `client-of-${name}`,
    rotation: rotations(manifest).get(name),
    ...props,
  });
}

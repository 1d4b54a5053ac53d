import { existsSync } from 'node:fs';
import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Kind, Rotations } from '../../../lib';
import { EntraCertificate, EntraClientSecret } from '../../../lib/entra';
import { VaultKv } from '../../../lib/stores/vault';

/**
 * The stack that the pipelines of the tests deploy, run as a user's `main.ts` in the folder of the repository. With a
 * file "reckless" in the repository it replaces the secret in use.
 */
const { APPLICATION = '', CLIENT = '', STATE = '' } = process.env;

const app = new App();
const stack = new TerraformStack(app, 'prod');
new LocalBackend(stack, { path: STATE });
new AzureadProvider(stack, 'azuread');
new VaultProvider(stack, 'vault', { address: 'http://127.0.0.1:8200' });
const props = {
  applicationId: APPLICATION,
  clientId: CLIENT,
  rotation: Rotations.fromFile('rotation.json').get('billing'),
  protect: !existsSync('reckless'),
};
const place = new VaultKv({ mount: 'kv', path: 'billing' });
if (props.rotation.kind === Kind.ENTRA_CERTIFICATE) {
  new EntraCertificate(stack, 'billing', props).publishTo(place, { current: { clientId: 'clientId', keyId: 'keyId' } });
} else {
  const set = new EntraClientSecret(stack, 'billing', props);
  set.publishTo(place, { current: { clientId: 'clientId', clientSecret: 'clientSecret' } });
}
for (const secret of stack.node.findAll().filter((one) => one instanceof ApplicationPasswordA)) {
  if (existsSync('reckless')) secret.addOverride('rotate_when_changed', { generation: 'another' });
}
app.synth();

import { EntraCertificate } from '../../lib/entra';
import { certificateThumbprint, entraKeyId, Kind, type Step } from '../../lib/rotation';
import { VaultKv } from '../../lib/stores/vault';
import { certificate, rsaKey } from '../support/keys';
import { manifestOf } from '../support/manifests';
import { rotations, synth, type Synthesized } from '../support/stacks';

const kind = Kind.ENTRA_CERTIFICATE;
let keys: string[];

beforeAll(async () => {
  keys = await Promise.all([1, 2, 3].map(async () => (await certificate()).publicKey));
});

function build(steps: readonly Step[]): Synthesized {
  return synth((stack) => {
    const set = new EntraCertificate(stack, 'payroll', {
      applicationId: '/applications/x',
      clientId: 'client',
      rotation: rotations(manifestOf({ payroll: { kind, steps, keys } })).get('payroll'),
    });
    set.publishTo(new VaultKv({ mount: 'kv', path: 'payroll' }), {
      current: { clientId: 'ID', keyId: 'KEY_ID', thumbprint: 'THUMBPRINT' },
    });
  }).json;
}

describe('EntraCertificate', () => {
  test('always sets the type, which the provider reads back, and a key id of its own for each certificate', () => {
    const slots = build(['stage', 'promote', 'stage']).resource.azuread_application_certificate ?? {};
    expect(Object.entries(slots).map(([name, { type, key_id }]) => [name, type, key_id])).toEqual([
      ['payroll_slot_a', 'AsymmetricX509Cert', entraKeyId(keys[2] as string)],
      ['payroll_slot_b', 'AsymmetricX509Cert', entraKeyId(keys[1] as string)],
    ]);
  });

  test('publishes the id and the thumbprint of the current certificate', () => {
    const data = build(['stage', 'promote']).resource.vault_kv_secret_v2?.payroll_vault?.data_json;
    expect(data).toContain(entraKeyId(keys[1] as string));
    expect(data).toContain(certificateThumbprint(keys[1] as string));
  });

  test('takes certificates only', async () => {
    const { publicKey } = await rsaKey();
    expect(() => manifestOf({ payroll: { kind, keys: [publicKey] } })).toThrow(/takes a certificate, got a public key/);
  });
});

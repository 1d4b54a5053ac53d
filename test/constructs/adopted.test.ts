import { ApplicationRegistration } from '@cdktf/provider-azuread/lib/application-registration';
import { Auth0PrivateKeyJwt, Auth0Provider } from '../../lib/auth0';
import { EntraCertificate } from '../../lib/entra';
import { type Adopted, Kind, Manifest, NEVER, startState, takeStep } from '../../lib/rotation';
import { certificate, rsaKey } from '../support/keys';
import { AT, EXPIRES } from '../support/manifests';
import { rotations, synth, type Synthesized } from '../support/stacks';

let keys: string[];
let pem: string;
beforeAll(async () => {
  keys = await Promise.all([1, 2, 3].map(async () => (await rsaKey()).publicKey));
  pem = (await certificate()).publicKey;
});

type Steps = readonly ('stage' | 'promote')[];

function manifest(kind: Kind, adopted: Adopted, steps: Steps, publicKeys: readonly string[]): Manifest {
  const [first, ...rest] = publicKeys;
  const unused = [...rest];
  let state = startState({ at: AT, expires: NEVER, publicKey: first }, AT, adopted);
  for (const step of steps) {
    const input = step === 'stage' ? { at: AT, expires: EXPIRES, publicKey: unused.shift() } : { at: AT };
    state = takeStep({ name: 'orders', kind, state }, step, input);
  }
  return Manifest.create('test').with('orders', { kind: kind.name, state });
}

function auth0(adopted: Adopted, steps: Steps = [], alias?: string): Synthesized {
  return synth((stack) => {
    const rotation = rotations(manifest(Kind.AUTH0_PRIVATE_KEY_JWT, adopted, steps, keys)).get('orders');
    const provider = alias === undefined ? undefined : new Auth0Provider(stack, 'other', { alias });
    new Auth0PrivateKeyJwt(stack, 'orders', { clientId: 'client', rotation, provider });
  }).json;
}

const RESOURCE = 'auth0_client_credentials.orders_slots';
const RECYCLE = ['stage', 'promote', 'stage'] as const;

describe('an adopted key of Auth0', () => {
  test('comes into the state by an import block', () => {
    const { import: imports, moved } = auth0({ name: 'live' });
    expect([imports, moved]).toEqual([[{ id: 'client', to: RESOURCE }], undefined]);
  });

  test('is imported by the provider of its set', () => {
    expect(auth0({ name: 'live' }, [], 'eu').import).toEqual([{ id: 'client', to: RESOURCE, provider: 'auth0.eu' }]);
  });

  test('is moved from where the state has it', () => {
    const { import: imports, moved } = auth0({ name: 'live', from: 'auth0_client_credentials.theirs["a"]' });
    expect([imports, moved]).toEqual([undefined, [{ from: 'auth0_client_credentials.theirs["a"]', to: RESOURCE }]]);
  });

  test('keeps name, text and algorithm, and has no expiry where it had none', () => {
    const text = String(keys[0]).trimEnd();
    const { resource } = auth0({ name: 'live', algorithm: 'PS256', pem: text }, ['stage', 'promote']);
    expect(resource.auth0_client_credentials?.orders_slots?.private_key_jwt).toEqual([
      {
        credentials: [
          { name: 'live', credential_type: 'public_key', pem: text, algorithm: 'PS256' },
          {
            name: 'orders-b',
            credential_type: 'public_key',
            pem: keys[1],
            algorithm: 'RS256',
            expires_at: '2026-12-01T00:00:00.000Z',
          },
        ],
      },
    ]);
  });

  test.each([{ name: 'live' }, { name: 'live', from: 'auth0_client_credentials.theirs' }])(
    'leaves no trace once its slot is recycled: %j',
    (adopted) => {
      const { import: imports, moved, resource } = auth0(adopted, RECYCLE);
      expect([imports, moved]).toEqual([undefined, undefined]);
      expect(JSON.stringify(resource.auth0_client_credentials)).not.toContain('"live"');
      expect(JSON.stringify(resource.terraform_data)).not.toContain('"adopted"');
    },
  );
});

describe('an adopted certificate of Entra', () => {
  const build = (id: string | 'from the stack', steps: Steps = [], more: readonly string[] = []): Synthesized =>
    synth((stack) => {
      const source = manifest(Kind.ENTRA_CERTIFICATE, { name: 'their-key-id' }, steps, [pem, ...more]);
      const rotation = rotations(source).get('orders');
      const app = new ApplicationRegistration(stack, 'app', { displayName: 'orders' });
      const applicationId = id === 'from the stack' ? app.id : id;
      new EntraCertificate(stack, 'orders', { applicationId, clientId: 'c', rotation });
    }).json;

  test('is imported by its key id, and nothing in the code can replace it', () => {
    const { import: imports, resource } = build('/applications/object');
    const slot = resource.azuread_application_certificate?.orders_slot_a;
    const to = 'azuread_application_certificate.orders_slot_a';
    expect(imports).toEqual([{ id: 'object/certificate/their-key-id', to }]);
    expect(slot).toMatchObject({
      key_id: 'their-key-id',
      lifecycle: {
        prevent_destroy: true,
        ignore_changes: ['encoding', 'end_date', 'end_date_relative', 'start_date', 'type', 'value'],
      },
    });
  });

  test('is imported by what Terraform knows of the application', () => {
    expect(build('from the stack').import).toEqual([
      expect.objectContaining({
        id: '${trimprefix(azuread_application_registration.app.id, "/applications/")}/certificate/their-key-id',
      }),
    ]);
  });

  test('leaves no trace once its slot is recycled', async () => {
    const others = await Promise.all(['b', 'c'].map(async (name) => (await certificate(name)).publicKey));
    const { import: imports, resource } = build('/applications/object', RECYCLE, others);
    expect([imports, JSON.stringify(resource)]).toEqual([
      undefined,
      expect.not.stringMatching(/ignore_changes":\["enc/),
    ]);
  });
});

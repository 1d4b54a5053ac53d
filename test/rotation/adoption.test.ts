import { keyIdOf, Kind, Manifest, manifestText, type SetState, startState, takeStep } from '../../lib/rotation';
import { rsaKey } from '../support/keys';
import { AT, EXPIRES } from '../support/manifests';

let keys: string[];
beforeAll(async () => {
  keys = await Promise.all([1, 2].map(async () => (await rsaKey()).publicKey));
});

const first = (): { at: string; expires: string; publicKey?: string } => ({
  at: AT,
  expires: EXPIRES,
  publicKey: keys[0],
});

function manifest(kind: Kind, state: SetState): string {
  return manifestText({ version: 1, id: 'test', sets: { crm: { kind: kind.name, state } } });
}

const read = (kind: Kind, state: SetState): SetState => Manifest.parse(manifest(kind, state)).find('crm').state;

describe('an adopted key', () => {
  it('is read as it was written', () => {
    const state = startState(first(), AT, { name: 'their-key' });
    expect(read(Kind.OKTA_PRIVATE_KEY_JWT, state)).toEqual(state);
  });

  it('is known by its kid where the kid is what it keeps, else by that of its kind', () => {
    const { a } = startState(first(), AT, { name: 'their-key' });
    const own = (kind: Kind) => kind.key?.keyId(keys[0] as string, 1);
    for (const kind of [Kind.OKTA_PRIVATE_KEY_JWT, Kind.UAA_PRIVATE_KEY_JWT]) {
      expect(keyIdOf(kind, a!)).toBe('their-key');
      expect(keyIdOf(kind, { ...a!, adopted: undefined })).toBe(own(kind));
    }
    expect(keyIdOf(Kind.AUTH0_PRIVATE_KEY_JWT, a!)).toBe(own(Kind.AUTH0_PRIVATE_KEY_JWT));
    expect(keyIdOf(Kind.ENTRA_CLIENT_SECRET, { generation: 1, created: AT, expires: EXPIRES })).toBeUndefined();
  });

  it('is never one that is staged', () => {
    const kind = Kind.OKTA_PRIVATE_KEY_JWT;
    const state = startState(first(), AT);
    const staged = takeStep({ name: 'crm', kind, state }, 'stage', { ...first(), publicKey: keys[1] });
    const edited = { ...staged, b: { ...staged.b!, adopted: { name: 'k' } } };
    expect(() => read(kind, edited)).toThrow('a key is adopted into slot a, got one in slot b');
  });

  it.each([
    [Kind.OKTA_PRIVATE_KEY_JWT.name, { name: 'k', from: 'auth0_client_credentials.x' }, /has a name, got more/],
    [Kind.AUTH0_PRIVATE_KEY_JWT.name, { name: 'crm-b' }, /is not that of the other slot, got "crm-b"/],
    [Kind.AUTH0_PRIVATE_KEY_JWT.name, { name: '${x}' }, /must match pattern/],
    [Kind.AUTH0_PRIVATE_KEY_JWT.name, { name: 'k', from: '${x}' }, /must match pattern/],
    [Kind.AUTH0_PRIVATE_KEY_JWT.name, { name: '' }, /must match pattern/],
    [Kind.AUTH0_PRIVATE_KEY_JWT.name, { name: 'k', algorithm: 'RS256' }, /must be one of "RS384", "PS256"/],
    [Kind.AUTH0_PRIVATE_KEY_JWT.name, { name: 'k', more: 1 }, /unknown name "more"/],
  ])('fits its kind and its set: %s %j', (name, adopted, why) => {
    expect(() => read(Kind.find(name), startState(first(), AT, adopted))).toThrow(why);
  });

  it('holds one key in both of its texts', () => {
    const adopted = { name: 'k', pem: keys[1] };
    expect(() => read(Kind.AUTH0_PRIVATE_KEY_JWT, startState(first(), AT, adopted))).toThrow(/got two keys/);
    const same = { name: 'k', pem: String(keys[0]).trimEnd() };
    expect(read(Kind.AUTH0_PRIVATE_KEY_JWT, startState(first(), AT, same)).a?.adopted).toEqual(same);
  });

  it('is not of a kind without keys that keep something', () => {
    const { publicKey: _, ...secret } = first();
    expect(() => read(Kind.OKTA_CLIENT_SECRET, startState(secret, AT, { name: 'k' }))).toThrow(
      'okta-client-secret adopts no key, got one in slot a',
    );
  });

  it('is the first of its set', () => {
    const state = startState(first(), AT, { name: 'k' });
    const kind = Kind.OKTA_PRIVATE_KEY_JWT;
    const subject = (now: SetState) => ({ name: 'crm', kind, state: now });
    const staged = takeStep(subject(state), 'stage', { ...first(), publicKey: keys[1] });
    const edited = { ...staged, a: { ...staged.a!, generation: 2 }, b: { ...staged.b!, generation: 3 }, generation: 3 };
    const { undo: _, ...position } = edited;
    expect(() => read(kind, position)).toThrow('an adopted key is generation 1, got generation 2');
  });
});

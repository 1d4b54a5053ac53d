import { type Command } from 'commander';
import { InputError, type KeyRules, type Kind } from '../rotation';
import { KEY_SIZES, type KeyShape, type KeySize } from './key-pair';
import { checkKeyPath } from './private-key-file';

export interface KeyOptions {
  readonly publicKey?: string;
  readonly keyType?: string;
  readonly bits?: string;
  readonly privateKeyOut?: string;
  readonly privateKeyTo?: string;
}

const FLAGS: Readonly<Record<keyof KeyOptions, string>> = {
  publicKey: '--public-key',
  keyType: '--key-type',
  bits: '--bits',
  privateKeyOut: '--private-key-out',
  privateKeyTo: '--private-key-to',
};

export function keyOptions(command: Command): Command {
  return command
    .option('--public-key <file>', 'key kinds: take this public key or certificate (PEM; "-" reads standard input)')
    .option('--key-type <type>', 'key kinds: rsa, or ec (P-256) where the identity provider takes it (default: rsa)')
    .option('--bits <number>', `key kinds: size of the RSA key that is made: ${KEY_SIZES.join(', ')} (default: 2048)`)
    .option(
      '--private-key-out <path>',
      'key kinds: new file for the private key; holds {kid} or {slot}, may hold {set}; mode 0600',
    )
    .option(
      '--private-key-to <command>',
      'key kinds: shell command that reads the private key from its standard input;\nROTATION_SET, ROTATION_KID, ROTATION_SLOT and ROTATION_GENERATION say which it is',
    );
}

export function keyOptionsGiven(options: KeyOptions): readonly (keyof KeyOptions)[] {
  return (Object.keys(FLAGS) as (keyof KeyOptions)[]).filter((name) => options[name] !== undefined);
}

/** Where the key comes from, and where a private key that is made goes to. */
export type KeySource =
  | { readonly from: 'provider' }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'here'; readonly key: KeyShape; readonly out?: string; readonly to?: string };

/** @throws InputError when the options do not fit together, or do not fit the kind */
export function keySource(kind: Kind, options: KeyOptions): KeySource {
  const given = keyOptionsGiven(options);
  if (!kind.key) {
    refuseGiven(given, `${kind.name} has a secret that the identity provider makes`);
    return { from: 'provider' };
  }
  const { publicKey, privateKeyOut: out, privateKeyTo: to } = options;
  if (publicKey !== undefined) {
    refuseGiven(
      given.filter((name) => name !== 'publicKey'),
      'with --public-key no key is made here',
    );
    return { from: 'file', path: publicKey };
  }
  if ((out === undefined) === (to === undefined)) {
    throw new InputError(
      `${kind.name} needs exactly one of --private-key-out, --private-key-to and --public-key, got ${out === undefined ? 'none' : 'two'}: for example --private-key-out '/run/secrets/{kid}.pem'`,
    );
  }
  if (out !== undefined) checkKeyPath(out);
  if (to?.trim() === '') throw new InputError('--private-key-to needs a command that reads the key, got none');
  return { from: 'here', key: keyShape(kind.name, kind.key, options), out, to };
}

/** @throws InputError when an option for keys was given although no key is needed */
export function refuseKeyOptions(options: KeyOptions, why: string): void {
  refuseGiven(keyOptionsGiven(options), why);
}

function refuseGiven(given: readonly (keyof KeyOptions)[], why: string): void {
  if (given.length > 0)
    throw new InputError(`${why}, got ${given.map((name) => FLAGS[name]).join(' and ')}: leave it out`);
}

function keyShape(kind: string, { types = ['rsa'] }: KeyRules, { keyType = 'rsa', bits }: KeyOptions): KeyShape {
  const type = types.find((one) => one === keyType);
  if (type === undefined) throw new InputError(`--key-type of ${kind} is one of ${types.join(', ')}, got "${keyType}"`);
  if (type === 'rsa') return { type, bits: keySize(bits ?? '2048') };
  if (bits !== undefined) throw new InputError('--bits is for RSA keys, got it with --key-type ec: leave it out');
  return { type };
}

function keySize(text: string): KeySize {
  const size = KEY_SIZES.find((known) => String(known) === text);
  if (size === undefined) throw new InputError(`--bits is one of ${KEY_SIZES.join(', ')}, got "${text}"`);
  return size;
}

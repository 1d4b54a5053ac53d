import type { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import type { ChangeMode } from '../../admin/uaa/elevation';
import { InputError } from '../../rotation';
import type { Context } from '../context';
import { SecretCommand, type SecretDelivery, SecretFile } from './secret-delivery';
import { readSource, SOURCE_HELP } from './source';

export interface NewSecretOptions {
  readonly newSecretFrom?: string;
  readonly newSecretOut?: string;
  readonly newSecretTo?: string;
}

export interface NewSecret {
  readonly value: string;
  /** Absent for a secret that was given. */
  readonly delivery?: SecretDelivery;
}

export function newSecretOptions(command: Command): Command {
  return command
    .option('--new-secret-from <source>', `the new secret: ${SOURCE_HELP}`)
    .option('--new-secret-out <file>', 'make the new secret, into this new file, mode 0600')
    .option('--new-secret-to <command>', 'make the new secret; a shell command reads it from its standard input');
}

/** @throws InputError when the options do not fit together, or the secret cannot be one */
export async function readNewSecret(mode: ChangeMode, options: NewSecretOptions, context: Context): Promise<NewSecret> {
  const { newSecretFrom: from, newSecretOut: out, newSecretTo: to } = options;
  const given = [from, out, to].filter((one) => one !== undefined).length;
  if (mode === 'delete' && (from === undefined || given > 1)) {
    throw new InputError(
      '--mode delete needs --new-secret-from and neither --new-secret-out nor --new-secret-to: the secret that stays is proven to work first',
    );
  }
  if (given !== 1) {
    throw new InputError(
      `exactly one of --new-secret-from, --new-secret-out and --new-secret-to is needed, got ${given}: for example --new-secret-out new-secret`,
    );
  }
  if (from !== undefined) return { value: checked(await readSource('--new-secret-from', from, context)) };
  // 256 bits, and one character of each class, which a zone's policy may ask for.
  const value = `${randomBytes(32).toString('base64url')}Aa1_`;
  return {
    value,
    delivery: out === undefined ? new SecretCommand(to ?? '', value, context) : new SecretFile(out, value),
  };
}

/** UAA's bcrypt reads 72 bytes: older versions ignore the rest, newer ones refuse it. */
function checked(secret: string): string {
  const bytes = Buffer.byteLength(secret);
  if (bytes > 72) throw new InputError(`a secret of UAA has at most 72 bytes, got ${bytes}: use a shorter one`);
  return secret;
}

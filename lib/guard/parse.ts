import { constants } from 'node:buffer';
import { InputError, utf8 } from '../rotation';

/**
 * Reads the JSON of a plan from its bytes. The bytes are UTF-8, as Terraform writes them.
 *
 * @throws InputError when it is too large for one text of this runtime (512 MiB), or no JSON
 */
export function parsePlan(bytes: Uint8Array, name = 'the plan'): unknown {
  if (bytes.byteLength > constants.MAX_STRING_LENGTH) {
    throw new InputError(
      `${name} must be at most ${mebibytes(constants.MAX_STRING_LENGTH)} MiB, got ${mebibytes(bytes.byteLength)} MiB: plan the stack in smaller parts`,
    );
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw new InputError(
      `${name} must be JSON, got the plan file itself: "terraform show -json PLANFILE" makes it readable`,
    );
  }
  const text = utf8(name, bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InputError(
      `${name} must be the output of "terraform show -json PLANFILE", got no JSON${hint(text.slice(0, 2000))}`,
    );
  }
}

function hint(start: string): string {
  if (start.trim() === '') return ': it is empty; a pipe needs "set -o pipefail" to tell why';
  if (/^\s*\{"@level"/.test(start))
    return ': it is the log of "terraform plan -json"; save a plan with -out, then show it';
  return '';
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}

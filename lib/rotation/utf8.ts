import { InputError } from './error';

/** @throws InputError when the bytes are not UTF-8, as a file that PowerShell's ">" made */
export function utf8(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${name} must be UTF-8 text, got other bytes`);
  }
}

import { readFile } from 'node:fs/promises';
import { InputError, utf8 } from '../rotation';
import type { Context } from './context';
import { fileError } from './file-error';

/** Text of a file, or of standard input for `-`; a byte order mark is dropped. */
export async function readInput(path: string, context: Context): Promise<string> {
  return utf8(inputName(path), await readBytes(path, context));
}

/** Bytes of a file, or of standard input for `-`. */
export async function readBytes(path: string, context: Context): Promise<Uint8Array> {
  return path === '-' ? drain(context) : bytesOf(path);
}

export function inputName(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** @throws InputError when more than one of the options reads standard input */
export function checkOneStdin(options: Readonly<Record<string, string | undefined>>): void {
  const readers = Object.keys(options).filter((name) => options[name] === '-');
  if (readers.length > 1) {
    throw new InputError(`standard input is read by one option at most, got "-" for ${readers.join(' and ')}`);
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(`${path} cannot be read`, error);
  }
}

async function drain({ stdin, stderr }: Context): Promise<Uint8Array> {
  if ('isTTY' in stdin && stdin.isTTY === true) {
    stderr.write('note: standard input is this terminal, and is read until ctrl-d: a pipe was expected\n');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

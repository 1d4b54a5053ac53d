import type { Command } from 'commander';
import { InputError } from '../rotation';

export interface CommonOptions {
  readonly file: string;
  readonly json?: boolean;
}

export interface WritingOptions extends CommonOptions {
  readonly dryRun?: boolean;
}

export function commonOptions(command: Command): Command {
  return command
    .option('--file <path>', 'the manifest', givenPath, 'rotation.json')
    .option('--json', 'print the result, or the error, as JSON');
}

export function writingOptions(command: Command): Command {
  return commonOptions(command).option('--dry-run', 'print what would change; write and deliver nothing');
}

/** A variable that is not set makes an empty one. */
function givenPath(path: string): string {
  if (path === '') throw new InputError('--file is the path of a manifest, got nothing');
  return path;
}

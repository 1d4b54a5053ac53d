import { randomBytes } from 'node:crypto';
import { InputError, Refusal } from '../../rotation';
import { commitChange } from '../change-set';
import { type WritingOptions, writingOptions } from '../common-options';
import { fileArgument } from '../file-argument';
import { manifestExists, newManifest } from '../manifest-file';
import type { Register } from '../register';

interface InitOptions extends WritingOptions {
  readonly id?: string;
}

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const init: Register = (program, _context, report) => {
  writingOptions(program.command('init'))
    .description('make an empty manifest')
    .option('--id <id>', 'names the deployment, for ever (default: a random one)')
    .action(async (options: InitOptions) => {
      const id = options.id ?? randomId();
      if (!ID.test(id)) {
        throw new InputError(
          `an id is 1 to 63 lower-case letters, digits and hyphens, begins with a letter or digit, got ${JSON.stringify(id)}`,
        );
      }
      if (await manifestExists(options.file)) {
        throw new Refusal(
          `a manifest is never overwritten, got ${options.file}, which exists: name another with --file`,
        );
      }
      const file = newManifest(options.file, id);
      const summary = `${options.file}: made manifest "${id}"; add a set with "cdktf-rotation add${fileArgument(options.file)}"`;
      report(await commitChange({ file, next: file.manifest, summary, json: { id } }, options), options);
    });
};

/** Random, since two deployments must never share an id; short, since people read it. */
export function randomId(): string {
  return `rotation-${randomBytes(4).toString('hex')}`;
}

import { basename, normalize } from 'node:path';
import { type Duration, InputError, type Manifest } from '../../rotation';
import { cronOf } from './cron';
import { environmentOf } from './environment';
import type { PipelineSettings } from './settings';

export interface PipelineOptions {
  readonly file: string;
  readonly stack: string;
  readonly synth: string;
  readonly main: string;
  readonly cron?: string;
  readonly autoMerge?: boolean;
  readonly privateKeyTo?: string;
  readonly webhook: string;
  readonly failIfRunwayBelow: Duration;
}

const PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.][\w.-]*(?:\/[\w.-]+)*$/;
const MANIFEST = /^[a-z][\w.-]*\.json$/i;
const BRANCH = /^[\w][\w.-]*(?:\/[\w.-]+)*$/;
const FIELD = String.raw`(?:\*|[\d,*/-]+)`;
const CRON = new RegExp(`^${FIELD}(?: ${FIELD}){4}$`);
/** An environment variable. */
export const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

/** @throws InputError when a value would not stand in YAML and in the shell as it is, or one is missing */
export function settingsOf(manifest: Manifest, options: PipelineOptions): PipelineSettings {
  const sets = manifest.names.map((name) => manifest.find(name));
  const keyed = sets.find(({ kind }) => kind.key);
  const { privateKeyTo, cron = cronOf(sets) } = options;
  if (keyed && privateKeyTo === undefined) {
    throw new InputError(
      `a manifest with a key kind needs --private-key-to, for a runner keeps no files, got none for "${keyed.name}" (${keyed.kind.name})`,
    );
  }
  const file = of(
    '--file',
    'a path from the root of the repository, of letters, digits and . _ - /',
    PATH,
    normalize(options.file),
  );
  const name = of('--file', 'a file such as rotation.prod.json', MANIFEST, basename(file)).slice(0, -'.json'.length);
  return {
    manifest: file,
    name,
    branch: `${name}/nightly`,
    main: of('--main', 'the name of a branch', BRANCH, options.main),
    stack: of(
      '--stack',
      'a path from the root of the repository, of letters, digits and . _ - /',
      PATH,
      normalize(options.stack).replace(/\/$/, ''),
    ),
    synth: line('--synth', options.synth),
    cron: of('--cron', 'five fields such as "7 2,4 * * *"', CRON, cron),
    merge: options.autoMerge ? 'automatic' : 'person',
    ...(privateKeyTo !== undefined && { privateKeyTo: line('--private-key-to', privateKeyTo) }),
    webhook: of(
      '--webhook',
      'the name of a secret such as ROTATION_WEBHOOK, never its value',
      VARIABLE,
      options.webhook,
    ),
    runway: `${options.failIfRunwayBelow}`,
    environment: environmentOf(sets.map(({ kind }) => kind.name)),
  };
}

function of(option: string, what: string, form: RegExp, value: string): string {
  if (form.test(value)) return value;
  // A webhook that was given by its address is a secret.
  throw new InputError(`${option} is ${what}${/:\/\//.test(value) ? '' : `, got "${value}"`}`);
}

function line(option: string, value: string): string {
  if (/^[^\0-\x1f\x7f]*[^\0-\x20\x7f][^\0-\x1f\x7f]*$/.test(value)) return value;
  throw new InputError(`${option} is one line with a command, got ${JSON.stringify(value)}`);
}

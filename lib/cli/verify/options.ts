import type { Command } from 'commander';
import { Duration, InputError, type ManifestSet } from '../../rotation';
import { appliedOption } from '../applied-option';
import { type WritingOptions, writingOptions } from '../common-options';
import { durationOption } from '../duration-option';
import { SOURCE_HELP } from '../uaa/source';
import type { Plan } from './repeat';

export interface EndpointOptions {
  readonly clientId?: string;
  readonly tenant?: string;
  readonly domain?: string;
  readonly tokenUrl?: string;
  readonly scope?: string;
  readonly audience?: string;
  readonly clientAuth?: string;
}

export interface CredentialOptions {
  readonly secretFrom?: string;
  readonly privateKey?: string;
}

export interface VerifyOptions extends WritingOptions, EndpointOptions, CredentialOptions {
  readonly for?: string;
  readonly every: string;
  readonly timeout?: string;
  readonly applied?: string;
}

export function verifyOptions(command: Command): Command {
  return appliedOption(writingOptions(command))
    .option('--client-id <id>', 'the application that signs in')
    .option('--secret-from <source>', `secret kinds: the next secret: ${SOURCE_HELP}`)
    .option('--private-key <file>', 'key kinds: the next private key, PEM ("-" reads standard input)')
    .option('--tenant <id>', 'Entra: the directory (tenant) id')
    .option('--domain <host>', 'Auth0, Okta, UAA: the host, such as example.eu.auth0.com')
    .option('--token-url <url>', 'the whole address of the token endpoint, in place of --tenant or --domain')
    .option('--scope <scope>', 'what to ask for (default at Entra: https://graph.microsoft.com/.default)')
    .option('--audience <audience>', 'Auth0: the API to ask for')
    .option(
      '--client-auth <way>',
      'secret kinds: basic (HTTP header) or post (form) (default: what the provider takes)',
    )
    .option('--for <duration>', 'for so long every sign-in must succeed (default: verify of the policy, else 0s: once)')
    .option('--every <duration>', 'time between two sign-ins', '30s')
    .option('--timeout <duration>', 'give up when that cannot end within this time (default: --for and 2m)');
}

/** How long a fresh credential may be unknown to some replicas, where nothing else is said. */
const LAG = Duration.parse('2m');

/** @throws InputError when a duration is unreadable, or they do not fit together */
export function planOf({ policy }: ManifestSet, options: VerifyOptions): Plan {
  const period = duration('--for', options.for) ?? policy.verify ?? Duration.seconds(0);
  const every = durationOption('--every', options.every);
  const timeout = duration('--timeout', options.timeout) ?? period.plus(LAG);
  if (every.inSeconds === 0) throw new InputError('--every is 1s at least, got 0s');
  if (timeout.isShorterThan(period)) {
    throw new InputError(`--timeout must not be shorter than --for, got ${timeout} and ${period}`);
  }
  return { period: period.inSeconds * 1000, every: every.inSeconds * 1000, timeout: timeout.inSeconds * 1000 };
}

function duration(option: string, text: string | undefined): Duration | undefined {
  return text === undefined ? undefined : durationOption(option, text);
}

import type { Command } from 'commander';
import { InputError } from '../../rotation';
import type { Context } from '../context';
import { readInput } from '../input';
import { readSource, SOURCE_HELP } from './source';

export interface ConnectionOptions {
  readonly url?: string;
  readonly zone?: string;
  readonly zoneUrl?: string;
  readonly tokenFrom?: string;
  readonly caCertificate?: string;
  readonly timeout?: string;
}

export function connectionOptions(command: Command): Command {
  return command
    .option('--url <url>', 'UAA, such as https://uaa.sys.example.com (default: UAA_URL)')
    .option('--zone <id>', 'identity zone of the client, when your token is of another one (default: UAA_ZONE_ID)')
    .option('--zone-url <url>', 'with --zone: the own address of that zone, https://<subdomain>.<address of UAA>')
    .option(
      '--token-from <source>',
      `your access token, from "cf oauth-token" or "uaac context": ${SOURCE_HELP} (default: env:UAA_TOKEN)`,
    )
    .option('--ca-certificate <file>', 'certificates of a private CA, PEM (default: UAA_CA_CERTIFICATE)')
    .option('--timeout <seconds>', 'how long one request may take, 0.1 to 300 (default: 30)');
}

export interface GivenConnection {
  readonly url?: string;
  readonly zone?: string;
  readonly zoneUrl?: string;
  readonly token: string;
  readonly caCertificate?: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** @throws InputError when the token is missing, or an option cannot be used */
export async function readConnection(options: ConnectionOptions, context: Context): Promise<GivenConnection> {
  const { env } = context;
  const ca = options.caCertificate ?? env.UAA_CA_CERTIFICATE;
  const token = await readSource('--token-from', options.tokenFrom ?? 'env:UAA_TOKEN', context);
  return {
    url: options.url ?? env.UAA_URL,
    zone: options.zone ?? env.UAA_ZONE_ID,
    zoneUrl: options.zoneUrl,
    token: token.trim().replace(/^bearer\s+/i, ''),
    caCertificate: ca === undefined || ca.includes('-----BEGIN') ? ca : await readInput(ca, context),
    timeout: options.timeout === undefined ? undefined : milliseconds(options.timeout),
  };
}

function milliseconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds >= 0.1 && seconds <= 300)) throw new InputError(`--timeout is 0.1 to 300 seconds, got "${text}"`);
  return seconds * 1000;
}

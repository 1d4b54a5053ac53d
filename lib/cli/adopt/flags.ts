import type { Command } from 'commander';

/** What says which credential is in use. */
export interface LiveFlags {
  readonly fromOutside?: boolean;
  readonly from?: string;
  readonly applied?: string;
  readonly keyName?: string;
  readonly kid?: string;
  readonly publicKey?: string;
  readonly algorithm?: string;
  readonly expires?: string;
  readonly secretId?: string;
  readonly secretHash?: string;
  readonly initialSecret?: boolean;
}

export const FLAGS: Readonly<Record<keyof LiveFlags, string>> = {
  fromOutside: '--from-outside',
  from: '--from',
  applied: '--applied',
  keyName: '--key-name',
  kid: '--kid',
  publicKey: '--public-key',
  algorithm: '--algorithm',
  expires: '--expires',
  secretId: '--secret-id',
  secretHash: '--secret-hash',
  initialSecret: '--initial-secret',
};

export function liveFlags(command: Command): Command {
  return command
    .option('--from-outside', 'consumers go on with their credential, which the set never owns; most kinds')
    .option('--from <address>', 'Auth0: the auth0_client_credentials that you have; a moved block brings it to the set')
    .option('--applied <file>', 'with --from: the state, from "terraform show -json" ("-" reads standard input)')
    .option('--key-name <name>', 'Auth0, without a resource of yours: the name of the key in use; it is imported')
    .option('--kid <kid>', 'Okta and UAA keys: the kid of the key in use; Entra: the key id of the certificate')
    .option('--public-key <file>', 'the key in use: its public key or certificate (PEM; "-" reads standard input)')
    .option('--algorithm <name>', 'with --key-name: RS384 or PS256 (default: RS256)')
    .option(
      '--expires <time>',
      'when the key in use expires, as 2027-01-31T02:00:00Z, or "never"; Auth0 needs it as it has it',
    )
    .option('--secret-id <id>', 'Okta secret: the id of the one in use, ocs…')
    .option('--secret-hash <hash>', 'Okta secret: its secret_hash')
    .option('--initial-secret', 'Okta and UAA secrets: its value, which your code gives as a sensitive variable');
}

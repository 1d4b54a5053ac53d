import type { World } from '../../../demo/world';
import { type Result, runHere } from '../workshop';

type Environment = Readonly<Record<string, string>>;

export interface ScanCredential {
  readonly id: string;
  readonly keyId?: string;
  readonly name?: string;
  readonly verdict: string;
  readonly state: string;
  readonly slot?: string;
  readonly generation?: number;
  readonly expires?: string;
}

export interface ScanReport {
  readonly set: string;
  readonly reason?: string;
  readonly application: string;
  readonly credentials: readonly ScanCredential[];
  readonly findings: readonly { readonly level: string; readonly rule: string; readonly message: string }[];
}

/** Runs `scan` in this process, without waits, and fails when one of the secrets is printed. */
export class ScanDesk {
  readonly secrets: string[] = [];
  now = new Date();

  constructor(
    readonly file: string,
    readonly environment: Environment,
  ) {}

  async run(
    argv: readonly string[],
    { stdin = '', env = {} }: { stdin?: string; env?: Environment } = {},
  ): Promise<Result> {
    const result = await runHere(['scan', '--file', this.file, ...argv], {
      now: () => this.now,
      stdin,
      env: { ...this.environment, ...env },
      timer: { elapsed: () => 0, sleep: async () => undefined },
    });
    const text = result.stdout + result.stderr;
    for (const secret of this.secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/ {4}at |undefined|\[object/);
    return result;
  }

  /** The report of the first set. */
  async report(argv: readonly string[], stdin: string): Promise<ScanReport & { readonly exitCode: number }> {
    const { exitCode, stdout } = await this.run([...argv, '--applied', '-', '--json'], { stdin });
    const json = JSON.parse(stdout) as ScanReport | readonly ScanReport[];
    return { exitCode, ...((Array.isArray(json) ? json[0] : json) as ScanReport) };
  }
}

/** Each credential as `current valid`, and each finding as `alarm gone`. */
export function gist({ exitCode, credentials, findings }: ScanReport & { readonly exitCode: number }): object {
  return {
    exitCode,
    credentials: credentials.map(({ verdict, state }) => `${verdict} ${state}`),
    findings: findings.map(({ level, rule }) => `${level} ${rule}`),
  };
}

/** What a person has in the environment to ask the models of a world. */
export function environmentOf(world: World): Environment {
  const { entra, auth0, okta, uaa } = world;
  const admin = entra.addApplication({ displayName: 'scanner' });
  const { secretText } = entra.addForeignSecret(admin.clientId);
  const scanner = auth0.addClient({ name: 'scanner' });
  return {
    ENTRA_GRAPH_URL: entra.url,
    ENTRA_LOGIN_URL: entra.url,
    ARM_TENANT_ID: entra.tenantId,
    ARM_CLIENT_ID: admin.clientId,
    ARM_CLIENT_SECRET: secretText,
    AUTH0_DOMAIN: auth0.url,
    AUTH0_CLIENT_ID: scanner.clientId,
    AUTH0_CLIENT_SECRET: scanner.clientSecret,
    OKTA_ORG_URL: okta.url,
    OKTA_API_TOKEN: okta.apiToken,
    UAA_URL: uaa.url,
    UAA_CLIENT_ID: uaa.admin.clientId,
    UAA_CLIENT_SECRET: uaa.admin.clientSecret,
  };
}

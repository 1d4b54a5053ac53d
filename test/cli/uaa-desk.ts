import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UaaModel } from '../../lib/testing/uaa';
import { type Result, runHere } from './workshop';

export const [OLD, NEW, THIRD] = ['old-secret-Aa1_', 'new-secret-Aa1_', 'third-secret-Aa1_'];

/** A folder to work in, a UAA, and a person with an access token. */
export class UaaDesk {
  static async at(version: string): Promise<UaaDesk> {
    const model = await UaaModel.start({ version });
    const admin = ['uaa.admin', 'clients.admin', 'clients.write', 'clients.secret'];
    model.addClient({
      clientId: 'cli',
      secrets: ['cli'],
      grantTypes: ['password', 'client_credentials'],
      scope: admin,
    });
    for (const group of admin) model.addUser({ userName: group, password: 'pw', groups: [group] });
    model.addClient({
      clientId: 'app',
      secrets: [OLD],
      grantTypes: ['authorization_code', 'refresh_token', 'password'],
      authorities: ['uaa.resource'],
      scope: ['clients.secret', 'uaa.admin'],
      accessTokenValidity: 600,
    });
    return new UaaDesk(model);
  }

  readonly folder = mkdtempSync(join(tmpdir(), 'cdktf-rotation-'));
  readonly journal = this.path('journal');

  private constructor(readonly model: UaaModel) {}

  path(name: string): string {
    return join(this.folder, name);
  }

  async userToken(user = 'uaa.admin', client = 'cli', secret = 'cli'): Promise<string> {
    const form = { grant_type: 'password', client_id: client, client_secret: secret, username: user, password: 'pw' };
    return this.token(form);
  }

  async token(form: Readonly<Record<string, string>>): Promise<string> {
    const answer = await fetch(this.model.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  async uaa(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Result> {
    const [command = '', ...rest] = argv;
    const result = await runHere(['uaa', command, '--journal', this.journal, '--timeout', '0.3', ...rest], {
      now: () => new Date(),
      stdin: env.STDIN,
      env: { PATH: process.env.PATH, UAA_URL: this.model.url, UAA_TOKEN: await this.userToken(), OLD, NEW, ...env },
    });
    const text = result.stdout + result.stderr;
    for (const secret of [OLD, NEW, THIRD, env.UAA_TOKEN ?? 'eyJ']) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/ {4}at /);
    return result;
  }

  change(...more: readonly string[]): Promise<Result> {
    return this.uaa(['change-secret', 'app', '--old-secret-from', 'env:OLD', '--new-secret-from', 'env:NEW', ...more]);
  }

  get secrets(): readonly string[] | undefined {
    return this.model.client('app')?.secrets;
  }

  /** The client is as it was, but for its secrets, and no helper and no journal is left. */
  expectRestored(): void {
    expect(this.model.client('app')).toMatchObject({
      authorities: ['uaa.resource'],
      grantTypes: ['authorization_code', 'refresh_token', 'password'],
    });
    expect(this.model.clientIds()).toEqual(['admin', 'app', 'cli']);
    expect(existsSync(this.journal)).toBe(false);
  }

  async close(): Promise<void> {
    await this.model.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

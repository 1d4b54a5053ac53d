import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terraform } from '../../../lib/testing/terraform';

/** A folder with one configuration, under real Terraform. */
export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), 'workspace-'));
  readonly terraform: Terraform;

  constructor(
    environment: Readonly<Record<string, string>>,
    private readonly providers: Readonly<Record<string, string>>,
  ) {
    this.terraform = new Terraform({ directory: this.directory, environment });
  }

  /** Replaces the configuration. */
  write(configuration: string): void {
    const required = Object.entries(this.providers).map(([name, source]) => `${name} = { source = "${source}" }`);
    const head = `terraform {\n  required_providers {\n    ${required.join('\n    ')}\n  }\n}\n`;
    this.writeFile('main.tf', `${head}${configuration}\n`);
  }

  writeFile(name: string, text: string): void {
    writeFileSync(join(this.directory, name), text);
  }

  /** Replaces the configuration, plans and applies it; answers what Terraform printed. */
  async apply(configuration: string): Promise<string> {
    this.write(configuration);
    await this.terraform.init();
    return this.terraform.apply();
  }

  close(): void {
    this.terraform.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

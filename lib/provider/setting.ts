import { readFileSync } from 'node:fs';
import { PluginError, type Values } from '../plugin';

/** One block of the provider's configuration over its environment. */
export class Settings {
  constructor(
    private readonly block: 'okta' | 'uaa',
    private readonly values: Values,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** What the block says, else the variable; empty is absent. */
  tryText(name: string, variable?: string): string | undefined {
    const given = this.values[name];
    const text = typeof given === 'string' ? given : variable === undefined ? undefined : this.environment[variable];
    return text === '' ? undefined : text;
  }

  /** @throws PluginError when neither has it */
  text(name: string, variable: string): string {
    const found = this.tryText(name, variable);
    if (found === undefined) {
      throw new PluginError(
        `the provider rotation needs ${this.block}.${name}, got none`,
        `Set the environment variable ${variable}, or ${name} in the block ${this.block} of the provider.`,
      );
    }
    return found;
  }

  /** A certificate as PEM, or the path of a file with it. @throws PluginError when the file cannot be read */
  tryCertificate(name: string, variable: string): string | undefined {
    const found = this.tryText(name, variable);
    if (found === undefined || found.includes('-----BEGIN')) return found;
    try {
      return readFileSync(found, 'utf8');
    } catch {
      throw new PluginError(`${this.block}.${name} is a certificate as PEM or a file with one, got "${found}"`);
    }
  }

  /** Milliseconds, from seconds. @throws PluginError when it is not between 0.1 and 300 */
  get timeout(): number | undefined {
    const seconds = this.values.request_timeout;
    if (typeof seconds !== 'number') return undefined;
    if (seconds >= 0.1 && seconds <= 300) return seconds * 1000;
    throw new PluginError(`${this.block}.request_timeout is 0.1 to 300 seconds, got ${seconds}`);
  }

  isOn(name: string): boolean {
    return this.values[name] !== false;
  }
}

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const BUILT = join(ROOT, 'dist', 'provider', 'plugin.json');

/** Builds the package where it is older than its sources: tests run the command, the guardian and the provider of it. */
export function build(): void {
  const newest = Math.max(...['lib', 'scripts'].flatMap((folder) => timesIn(join(ROOT, folder))));
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs > newest) return;
  execFileSync('npm', ['run', '-s', 'build'], { cwd: ROOT, stdio: 'inherit' });
}

function timesIn(folder: string): readonly number[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? timesIn(path) : [statSync(path).mtimeMs];
  });
}

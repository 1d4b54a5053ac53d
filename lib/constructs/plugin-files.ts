import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../rotation';

/** Stands in the state of every user, so it stays for ever. */
export const PLUGIN_SOURCE = 'cdktf-rotation.invalid/cdktf-rotation/rotation';

/** Where Terraform looks for it, relative to the folder it runs in, without any configuration. */
const MIRROR = 'terraform.d/plugins';
const LOCK_FILE = '.terraform.lock.hcl';

/** The same file runs wherever Node does; Terraform asks for one by the name of its platform. Windows cannot start it. */
const PLATFORMS = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'];

const PACKAGE = join(__dirname, '..', '..');
const BUILT = join(PACKAGE, 'dist', 'provider');

/** The version of the provider is the version of this package: another file under the same version is refused. */
export function pluginVersion(): string {
  return (JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { readonly version: string }).version;
}

/**
 * Puts the provider into a folder in which Terraform will run, and its hash into the lock file there, so that `init`
 * needs no configuration. The same content for the same version; entries of other providers are left as they are.
 */
export function writePlugin(folder: string): void {
  const version = pluginVersion();
  const mirror = join(folder, MIRROR, PLUGIN_SOURCE);
  const name = (of: string, platform: string): string => `terraform-provider-rotation_${of}_${platform}.zip`;
  mkdirSync(mirror, { recursive: true });
  const wanted = PLATFORMS.map((platform) => name(version, platform));
  for (const file of readdirSync(mirror)) if (!wanted.includes(file)) rmSync(join(mirror, file));
  for (const file of wanted) copyFileSync(join(BUILT, 'terraform-provider-rotation.zip'), join(mirror, file));

  const path = join(folder, LOCK_FILE);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : HEAD;
  const after = withEntry(before, { version, h1: pluginHash() });
  if (after !== before) writeFileSync(path, after);
}

const HEAD = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;

/** Terraform sorts the entries; where ours stands does not matter to it. */
function withEntry(lock: string, { version, h1 }: { version: string; h1: string }): string {
  const head = `provider "${PLUGIN_SOURCE}" {\n`;
  const entry = `${head}  version     = "${version}"
  constraints = "${version}"
  hashes = [
    "${h1}",
  ]
}
`;
  if (lock.includes(entry)) return lock;
  const start = lock.indexOf(head);
  if (start < 0) return `${lock}\n${entry}`;
  const end = lock.indexOf('\n}\n', start);
  return `${lock.slice(0, start)}${entry}${end < 0 ? '' : lock.slice(end + '\n}\n'.length)}`;
}

function pluginHash(): string {
  const path = join(BUILT, 'plugin.json');
  if (!existsSync(path)) {
    throw new InputError('the provider rotation is built with this package, got none: run "npm run build"');
  }
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly h1: string }).h1;
}

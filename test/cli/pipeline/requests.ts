import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of `gh` or `az`, or one push to GitLab that spoke of a merge request. */
export interface RequestCall {
  readonly tool: 'gh' | 'az' | 'push';
  readonly args: readonly string[];
}

/** The commands that pipelines make requests with, as far as they use them: one request for a branch, or an error. */
const TOOL = `#!/usr/bin/env node
const fs = require('node:fs');
const folder = process.env.REQUESTS;
const [tool, ...args] = process.argv.slice(1).map((one, i) => (i === 0 ? require('node:path').basename(one) : one));
fs.appendFileSync(folder + '/calls', JSON.stringify({ tool, args }) + '\\n');
const open = folder + '/open';
const verb = tool === 'az' ? args.slice(0, 3).join(' ') : args.slice(0, 2).join(' ');
if (verb.endsWith('pr list')) console.log(fs.existsSync(open) ? 1 : 0);
else if (verb.endsWith('pr create')) {
  if (fs.existsSync(open)) {
    console.error('a pull request for this branch already exists');
    process.exit(1);
  }
  fs.writeFileSync(open, '');
} else if (verb !== 'pr merge') process.exit(64);
`;

/** GitLab's side of a push: options that ask for a merge request open one, if none is open for the branch. */
const HOOK = `#!/usr/bin/env node
const fs = require('node:fs');
const count = Number(process.env.GIT_PUSH_OPTION_COUNT || 0);
const args = Array.from({ length: count }, (_, i) => process.env['GIT_PUSH_OPTION_' + i]);
if (count === 0) process.exit(0);
fs.appendFileSync(process.env.REQUESTS + '/calls', JSON.stringify({ tool: 'push', args }) + '\\n');
if (args.includes('merge_request.create')) fs.writeFileSync(process.env.REQUESTS + '/open', '');
`;

/** The pull requests of a forge: which calls were made, and whether one is open. */
export class Requests {
  readonly tools: string;

  constructor(
    readonly folder: string,
    remote: string,
  ) {
    this.tools = join(folder, 'bin');
    mkdirSync(this.tools, { recursive: true });
    mkdirSync(join(remote, 'hooks'), { recursive: true });
    executable(join(this.tools, 'gh'), TOOL);
    executable(join(this.tools, 'az'), TOOL);
    executable(join(remote, 'hooks', 'post-receive'), HOOK);
  }

  get calls(): readonly RequestCall[] {
    const path = join(this.folder, 'calls');
    if (!existsSync(path)) return [];
    return readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RequestCall);
  }

  /** How often a request was made; an update makes none. */
  get made(): number {
    return this.calls.filter(({ args }) => args.includes('create') || args.includes('merge_request.create')).length;
  }

  get isOpen(): boolean {
    return existsSync(join(this.folder, 'open'));
  }
}

function executable(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

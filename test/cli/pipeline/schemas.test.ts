import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { pipelineText } from './texts';

const MODULES = join(__dirname, '..', '..', '..', 'node_modules');

function node(args: readonly string[], cwd: string, stdin: string): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd }, (_error, stdout, stderr) => resolve(stdout + stderr));
    child.stdin?.end(stdin);
  });
}

/** GitHub's own reader of workflows. */
async function githubErrors(text: string): Promise<readonly string[]> {
  const args = [join(MODULES, 'tsx', 'dist', 'cli.mjs'), join(__dirname, 'workflow-errors.mts')];
  return JSON.parse(await node(args, __dirname, text)) as readonly string[];
}

/** By the schema of GitLab's editor, which gitlab-ci-local brings; it looks at what changed in a repository, too. */
async function gitlabReport(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-rotation-'));
  try {
    writeFileSync(join(folder, '.gitlab-ci.yml'), text);
    const identity = ['-c', 'user.name=p', '-c', 'user.email=p@example.com'];
    for (const args of [
      ['init', '--quiet', '--initial-branch=main'],
      [...identity, 'commit', '--quiet', '--allow-empty', '--message=Begin'],
      ['update-ref', 'refs/remotes/origin/main', 'HEAD'],
      ['remote', 'add', 'origin', 'https://forge.test/team/app.git'],
    ]) {
      execFileSync('git', args, { cwd: folder });
    }
    return await node([join(MODULES, 'gitlab-ci-local', 'dist', 'index.js'), '--list-csv-all'], folder, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CASES = [
  { merge: 'person', kind: 'okta-client-secret', more: [] },
  { merge: 'automatic', kind: 'entra-client-secret', more: ['--auto-merge'] },
] as const;

describe.each(CASES)('pipelines of $kind, merged: $merge', ({ kind, more }) => {
  it('keep the schema of GitHub workflows', async () => {
    const text = await pipelineText('github', kind, ...more);
    expect(await githubErrors(text)).toEqual([]);
    expect(await githubErrors(text.replace('runs-on', 'runs-at'))).not.toEqual([]);
    expect(await githubErrors(text.replaceAll('job.status', 'jib.status'))).not.toEqual([]);
  });

  it('keep the schema of GitLab CI', async () => {
    const text = await pipelineText('gitlab', kind, ...more);
    const report = await gitlabReport(text);
    expect(report).not.toContain('Invalid');
    for (const job of ['nightly', 'review', 'apply']) expect(report).toContain(`rotation ${job};`);
    expect(await gitlabReport(text.replace('resource_group', 'resource_grup'))).toContain('Invalid');
  });

  // Azure DevOps publishes its schema in no package of npm: what its YAML reference names is compared by hand.
  it('keep to what the YAML reference of Azure Pipelines names', async () => {
    const pipeline = parse(await pipelineText('azure-devops', kind, ...more)) as {
      schedules: readonly object[];
      jobs: readonly { steps: readonly Record<string, object>[] }[];
    };
    expect(Object.keys(pipeline)).toEqual(['name', 'schedules', 'trigger', 'pr', 'pool', 'jobs']);
    expect(pipeline).toMatchObject({
      schedules: [{ cron: '7 2,4 * * *', branches: { include: ['main'] }, always: 'true' }],
      trigger: { batch: 'true', branches: { include: ['main'] }, paths: { include: ['rotation.json'] } },
      pr: 'none',
      pool: { vmImage: 'ubuntu-latest' },
    });
    for (const job of pipeline.jobs) {
      expect(Object.keys(job)).toEqual(['job', 'condition', 'timeoutInMinutes', 'steps']);
      const shapes = job.steps.map((step) => Object.keys(step).join());
      expect(shapes).toEqual([
        'checkout,fetchDepth,persistCredentials',
        'task,inputs',
        'task,inputs',
        'bash,displayName,env',
        'bash,displayName,condition,env',
      ]);
      for (const { env = {} } of job.steps) {
        for (const value of Object.values(env)) expect(value).toMatch(/^(1|true|\$\([\w.]+\))$/);
      }
    }
  });
});

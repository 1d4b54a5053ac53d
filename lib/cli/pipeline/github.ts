import { type Host, pushTo, REQUEST } from './host';
import { nightlyScript } from './nightly';
import type { PipelineSettings } from './settings';
import { applyScript, type Job, notifyScript, reviewScript } from './shell';
import { blocks, indent } from './text';

const HOST: Host = {
  folder: '"$RUNNER_TEMP/rotation"',
  link: '"$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"',
  push: (settings) => pushTo('origin', settings),
  request: ({ branch, main, merge }) =>
    [
      '# A fork may have a branch of this name, too.',
      `open="$(gh pr list --head '${branch}' --base ${main} --state open \\`,
      "  --json isCrossRepository --jq 'map(select(.isCrossRepository | not)) | length')\"",
      'if [ "$open" = 0 ]; then',
      `  gh pr create --head '${branch}' --base ${main} \\`,
      `    --title '${REQUEST.title}' --body '${REQUEST.body}'`,
      'fi',
      ...(merge === 'automatic' ? [`gh pr merge '${branch}' --auto --squash --delete-branch`] : []),
    ].join('\n'),
  review: 'cat "$work/review.md" >>"$GITHUB_STEP_SUMMARY"',
};

/** A GitHub Actions workflow. */
export function githubPipeline(settings: PipelineSettings): string {
  const { name, main, manifest, cron, environment } = settings;
  return blocks(
    `
name: ${name}

on:
  schedule:
    - cron: '${cron}' # UTC
  workflow_dispatch:
  pull_request:
    branches: [${main}]
  push:
    branches: [${main}]
    paths: [${manifest}]

permissions:
  contents: read${environment.entra ? '\n  id-token: write # signs in to Entra ID without a secret' : ''}`,
    variables(settings),
    `jobs:\n${indent(blocks(nightlyJob(settings), reviewJob(settings), applyJob(settings)), 2)}`,
  );
}

function variables({ environment }: PipelineSettings): string {
  const { plain, secret, entra } = environment;
  return [
    '# FILL IN: what Terraform needs for its state, for the secret store and at the identity providers, as variables and',
    '# secrets of the repository. For clouds sign in by OpenID Connect, in a step before the one that runs Terraform.',
    'env:',
    "  TF_IN_AUTOMATION: '1'",
    ...plain.map((name) => `  ${name}: \${{ vars.${name} }}`),
    ...secret.map((name) => `  ${name}: \${{ secrets.${name} }}`),
    ...(entra ? ["  ARM_USE_OIDC: 'true'"] : []),
  ].join('\n');
}

function nightlyJob(settings: PipelineSettings): string {
  return `
nightly:
  if: github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'
  runs-on: ubuntu-latest
  concurrency:
    group: ${settings.name}-nightly
    cancel-in-progress: false
  steps:
    # Pull requests made with GITHUB_TOKEN start no checks, those of an app do.
    - uses: actions/create-github-app-token@v2
      id: app
      with:
        app-id: \${{ vars.ROTATION_APP_ID }}
        private-key: \${{ secrets.ROTATION_APP_PRIVATE_KEY }}
        permission-contents: write
        permission-pull-requests: write
${indent(tools(`ref: ${settings.main}`, 'token: ${{ steps.app.outputs.token }}'), 4)}
    - name: Take the steps that are due
      shell: bash
      env:
        GH_TOKEN: \${{ steps.app.outputs.token }}
      run: |
${indent(nightlyScript(settings, HOST), 8)}
${indent(notify(settings, 'nightly'), 4)}`;
}

function reviewJob(settings: PipelineSettings): string {
  return `
review:
  # A fork has no secrets, so that nothing could be planned.
  if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
  runs-on: ubuntu-latest
  steps:
${indent(tools('persist-credentials: true'), 4)}
    - name: Review the rotation
      shell: bash
      run: |
${indent(reviewScript(settings, HOST), 8)}
${indent(notify(settings, 'review'), 4)}`;
}

function applyJob(settings: PipelineSettings): string {
  return `
apply:
  if: github.event_name == 'push'
  runs-on: ubuntu-latest
  concurrency:
    group: ${settings.name}-apply
    cancel-in-progress: false
  steps:
${indent(tools(`ref: ${settings.main}`), 4)}
    - name: Apply
      shell: bash
      run: |
${indent(applyScript(settings, HOST), 8)}
${indent(notify(settings, 'apply'), 4)}`;
}

function tools(...checkout: readonly string[]): string {
  return `
- uses: actions/checkout@v4
  with:
    fetch-depth: 0
${indent(checkout.join('\n'), 4)}
- uses: actions/setup-node@v4
  with:
    node-version: 22
- uses: hashicorp/setup-terraform@v3
  with:
    terraform_wrapper: false # it would come between Terraform and the pipe`.trim();
}

function notify(settings: PipelineSettings, job: Job): string {
  return `
- name: Notify
  if: always()
  shell: bash
  env:
    RESULT: \${{ job.status }}
    ${settings.webhook}: \${{ secrets.${settings.webhook} }}
  run: |
${indent(notifyScript(settings, HOST, job), 4)}`.trim();
}

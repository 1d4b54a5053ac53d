import { type Host, pushTo, REQUEST } from './host';
import { nightlyScript } from './nightly';
import type { PipelineSettings } from './settings';
import { applyScript, type Job, notifyScript, reviewScript } from './shell';
import { blocks, indent } from './text';

const WHERE =
  '--organization "$SYSTEM_COLLECTIONURI" --project "$SYSTEM_TEAMPROJECT" --repository "$BUILD_REPOSITORY_NAME"';

const HOST: Host = {
  folder: '"$AGENT_TEMPDIRECTORY/rotation"',
  link: '"$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECT/_build/results?buildId=$BUILD_BUILDID"',
  push: (settings) => pushTo('origin', settings),
  request: ({ branch, main, merge }) =>
    [
      `where=(${WHERE})`,
      `open="$(az repos pr list "\${where[@]}" --source-branch '${branch}' --target-branch ${main} \\`,
      "  --status active --query 'length(@)' --output tsv)\"",
      'if [ "$open" = 0 ]; then',
      `  az repos pr create "\${where[@]}" --source-branch '${branch}' --target-branch ${main} \\`,
      `    --title '${REQUEST.title}' --description '${REQUEST.body}' \\`,
      `    --delete-source-branch true${merge === 'automatic' ? ' --auto-complete true --squash true' : ''} --output none`,
      'fi',
    ].join('\n'),
  review: 'echo "##vso[task.uploadsummary]$work/review.md"',
};

/** An Azure DevOps pipeline for a repository in Azure Repos. */
export function azurePipeline(settings: PipelineSettings): string {
  const { name, main, manifest, cron } = settings;
  const pushed = `and(in(variables['Build.Reason'], 'IndividualCI', 'BatchedCI'), eq(variables['Build.SourceBranch'], 'refs/heads/${main}'))`;
  return blocks(
    `
name: ${name}-$(Build.BuildId)

schedules:
  - cron: '${cron}' # UTC
    displayName: nightly
    branches:
      include: [${main}]
    always: 'true'

# One run after the other: what is pushed while one runs waits for it.
trigger:
  batch: 'true'
  branches:
    include: [${main}]
  paths:
    include: [${manifest}]

# In Azure Repos a build validation policy of the branch starts the review.
pr: none

pool:
  vmImage: ubuntu-latest`,
    `jobs:\n${indent(
      blocks(
        job(settings, 'nightly', "in(variables['Build.Reason'], 'Schedule', 'Manual')", [
          ['Take the steps that are due', nightlyScript(settings, HOST)],
          'AZURE_DEVOPS_EXT_PAT: $(System.AccessToken)',
        ]),
        job(settings, 'review', "eq(variables['Build.Reason'], 'PullRequest')", [
          ['Review the rotation', reviewScript(settings, HOST)],
        ]),
        job(settings, 'apply', pushed, [['Apply', applyScript(settings, HOST)]]),
      ),
      2,
    )}`,
  );
}

type Work = readonly [step: readonly [title: string, script: string], ...environment: readonly string[]];

function job(settings: PipelineSettings, name: Job, condition: string, [[title, script], ...more]: Work): string {
  return `
- job: ${name}
  condition: ${condition}
  timeoutInMinutes: '360'
  steps:
    - checkout: self
      fetchDepth: '0'
      persistCredentials: 'true'
    - task: NodeTool@0
      inputs:
        versionSpec: 22.x
    - task: TerraformInstaller@1
      inputs:
        terraformVersion: latest
    - bash: |
${indent(script, 8)}
      displayName: ${title}
      env:
${indent([...more, ...variables(settings)].join('\n'), 8)}
    - bash: |
${indent(notifyScript(settings, HOST, name), 8)}
      displayName: Notify
      condition: always()
      env:
        RESULT: $(Agent.JobStatus)
        ${settings.webhook}: $(${settings.webhook})`;
}

function variables({ environment }: PipelineSettings): readonly string[] {
  const { plain, secret, entra } = environment;
  return [
    "TF_IN_AUTOMATION: '1'",
    '# FILL IN, as variables of the pipeline: what Terraform needs for its state, for the secret store and at the',
    '# identity providers. For clouds sign in by OpenID Connect, through a service connection.',
    ...[...plain, ...secret].map((name) => `${name}: $(${name})`),
    ...(entra
      ? [
          "ARM_USE_OIDC: 'true'",
          'ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: $(ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID)',
          'SYSTEM_ACCESSTOKEN: $(System.AccessToken)',
        ]
      : []),
  ];
}

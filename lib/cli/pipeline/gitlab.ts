import { type Host, pushTo, REQUEST } from './host';
import { nightlyScript } from './nightly';
import type { PipelineSettings } from './settings';
import { applyScript, type Job, notifyScript, reviewScript } from './shell';
import { blocks, indent } from './text';

/** The job token may not push; the helper hands out another one, which stands in no argument and no file. */
const HELPER = `credential.helper='!f() { echo username=oauth2; echo "password=$ROTATION_TOKEN"; }; f'`;

const PUSH = `# shellcheck disable=SC2016 # the helper expands it\ngit -c credential.helper= -c ${HELPER} \\\n  push`;

const HOST: Host = {
  folder: '"$CI_PROJECT_DIR/.rotation-run"',
  link: '"$CI_JOB_URL"',
  push: (settings) =>
    pushTo('"$CI_PROJECT_URL.git"', settings, {
      push: PUSH,
      options: [
        '--push-option=merge_request.create',
        `--push-option=merge_request.target=${settings.main}`,
        `--push-option=merge_request.title='${REQUEST.title}'`,
        `--push-option=merge_request.description='${REQUEST.body}'`,
        '--push-option=merge_request.remove_source_branch',
        ...(settings.merge === 'automatic' ? ['--push-option=merge_request.auto_merge'] : []),
      ],
    }),
  request: () => `# GitLab opened or updated the merge request with the push.`,
  review: 'cp "$work/review.md" rotation-review.md',
};

/** Jobs for GitLab CI, to be included. The schedule is made in GitLab. */
export function gitlabPipeline(settings: PipelineSettings): string {
  const { name, main, manifest, cron } = settings;
  return blocks(
    `
# Include this file in .gitlab-ci.yml:
#   include:
#     - local: .gitlab-ci.${name}.yml
# The schedule is made under Build > Pipeline schedules: ${cron} in UTC, on ${main}, with the variable ROTATION=${name}.`,
    `
.${name}:
  # FILL IN: an image with Node >= 20.17, Terraform >= 1.5, git, bash and curl.
  image: $ROTATION_IMAGE
  interruptible: false
  variables:
    GIT_DEPTH: '0'
    TF_IN_AUTOMATION: '1'
${indent(variables(settings), 2)}`,
    `
${name} nightly:
  extends: .${name}
  rules:
    - if: $ROTATION == "${name}" && ($CI_PIPELINE_SOURCE == "schedule" || $CI_PIPELINE_SOURCE == "web")
  resource_group: ${name}-nightly
${scripts(settings, 'nightly', nightlyScript(settings, HOST))}`,
    `
${name} review:
  extends: .${name}
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      changes: [${manifest}]
${scripts(settings, 'review', reviewScript(settings, HOST))}
  artifacts:
    when: always
    expose_as: Rotation review
    paths: [rotation-review.md]
    expire_in: 30 days`,
    `
${name} apply:
  extends: .${name}
  rules:
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "${main}"
      changes: [${manifest}]
  resource_group: ${name}-apply
${scripts(settings, 'apply', applyScript(settings, HOST))}`,
  );
}

function variables({ environment, webhook }: PipelineSettings): string {
  const { plain, secret, entra } = environment;
  return [
    ...(entra ? ["  ARM_USE_OIDC: 'true'"] : []),
    ...(entra ? ['id_tokens:', '  ARM_OIDC_TOKEN:', '    aud: api://AzureADTokenExchange'] : []),
    '# FILL IN, as CI/CD variables of the project, which every job has in its environment: what Terraform needs for its',
    '# state, for the secret store and at the identity providers. For clouds sign in by OpenID Connect, with id_tokens.',
    ...[...plain, ...secret, 'ROTATION_TOKEN', webhook].map((one) => `#   ${one}`),
  ].join('\n');
}

function scripts(settings: PipelineSettings, job: Job, script: string): string {
  return `  script:
    - |
${indent(script, 6)}
  after_script:
    - |
      RESULT="$CI_JOB_STATUS"
${indent(notifyScript(settings, HOST, job), 6)}`;
}

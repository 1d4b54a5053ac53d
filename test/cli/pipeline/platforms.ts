import { parse } from 'yaml';
import { JOBS, type Job } from '../../../lib/cli/pipeline/shell';

/** The bash of a job, as the platform would run it. */
export interface JobScripts {
  readonly main: string;
  readonly notify: string;
}

export interface TestedPlatform {
  readonly command: string;
  readonly file: string;
  /** The scripts in the file, by job. */
  scripts(yaml: string): Readonly<Record<Job, JobScripts>>;
  /** What the platform puts into the environment of a job. */
  environment(run: RunPlaces): Readonly<Record<string, string>>;
  readonly success: string;
  readonly failure: string;
  /** Where the platform shows the review. */
  review(run: RunPlaces): string;
}

/** The folders of one run. */
export interface RunPlaces {
  readonly checkout: string;
  readonly temp: string;
  readonly remote: string;
}

type Steps = readonly Readonly<Record<string, string>>[];

function oneEach(of: (job: Job) => JobScripts): Readonly<Record<Job, JobScripts>> {
  return Object.fromEntries(JOBS.map((job) => [job, of(job)])) as Record<Job, JobScripts>;
}

/** The two scripts among the steps of a job. */
function inSteps(steps: Steps, key: string): JobScripts {
  const [main = '', notify = '', ...more] = steps.flatMap((step) => step[key] ?? []);
  expect(more).toEqual([]);
  return { main, notify };
}

export const GITHUB: TestedPlatform = {
  command: 'github',
  file: '.github/workflows/rotation.yml',
  scripts: (yaml) => {
    const { jobs } = parse(yaml) as { jobs: Record<Job, { steps: Steps }> };
    return oneEach((job) => inSteps(jobs[job].steps, 'run'));
  },
  environment: ({ temp }) => ({
    RUNNER_TEMP: temp,
    GITHUB_STEP_SUMMARY: `${temp}/summary.md`,
    GITHUB_SERVER_URL: 'https://forge.test',
    GITHUB_REPOSITORY: 'team/app',
    GITHUB_RUN_ID: '7',
  }),
  success: 'success',
  failure: 'failure',
  review: ({ temp }) => `${temp}/summary.md`,
};

export const GITLAB: TestedPlatform = {
  command: 'gitlab',
  file: '.gitlab-ci.rotation.yml',
  scripts: (yaml) => {
    const jobs = parse(yaml) as Record<string, { script: string[]; after_script: string[] }>;
    return oneEach((job) => {
      const { script, after_script } = jobs[`rotation ${job}`]!;
      return { main: script.join('\n'), notify: after_script.join('\n') };
    });
  },
  environment: ({ checkout, remote }) => ({
    CI_PROJECT_DIR: checkout,
    CI_PROJECT_URL: `file://${remote.replace(/\.git$/, '')}`,
    CI_JOB_URL: 'https://forge.test/team/app/-/jobs/7',
    ROTATION_TOKEN: 'glpat-not-to-be-seen',
  }),
  success: 'success',
  failure: 'failed',
  review: ({ checkout }) => `${checkout}/rotation-review.md`,
};

export const AZURE: TestedPlatform = {
  command: 'azure-devops',
  file: 'azure-pipelines.rotation.yml',
  scripts: (yaml) => {
    const { jobs } = parse(yaml) as { jobs: readonly { job: Job; steps: Steps }[] };
    return oneEach((job) => inSteps(jobs.find((one) => one.job === job)!.steps, 'bash'));
  },
  environment: ({ temp }) => ({
    AGENT_TEMPDIRECTORY: temp,
    SYSTEM_COLLECTIONURI: 'https://forge.test/',
    SYSTEM_TEAMPROJECT: 'team',
    BUILD_REPOSITORY_NAME: 'app',
    BUILD_BUILDID: '7',
  }),
  success: 'Succeeded',
  failure: 'Failed',
  review: ({ temp }) => `${temp}/rotation/review.md`,
};

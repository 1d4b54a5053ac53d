import { azurePipeline } from './azure-devops';
import { githubPipeline } from './github';
import { gitlabPipeline } from './gitlab';
import type { PipelineSettings } from './settings';

export interface Platform {
  readonly command: string;
  readonly title: string;
  /** Where the platform, or its people, look for the file. */
  file(name: string): string;
  text(settings: PipelineSettings): string;
}

export const PLATFORMS: readonly Platform[] = [
  {
    command: 'github',
    title: 'a GitHub Actions workflow',
    file: (name) => `.github/workflows/${name}.yml`,
    text: githubPipeline,
  },
  {
    command: 'gitlab',
    title: 'jobs for GitLab CI',
    file: (name) => `.gitlab-ci.${name}.yml`,
    text: gitlabPipeline,
  },
  {
    command: 'azure-devops',
    title: 'an Azure DevOps pipeline',
    file: (name) => `azure-pipelines.${name}.yml`,
    text: azurePipeline,
  },
];

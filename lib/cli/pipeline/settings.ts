import type { KindEnvironment } from './environment';

/** What a pipeline file is made of; each value is checked, so that it stands in YAML and in a shell as it is. */
export interface PipelineSettings {
  /** The manifest, from the root of the repository. */
  readonly manifest: string;
  /** Of the pipeline, from the manifest's file name. */
  readonly name: string;
  /** The branch of the one open request. */
  readonly branch: string;
  /** The main branch. */
  readonly main: string;
  /** The folder with the synthesized stack. */
  readonly stack: string;
  /** The command that synthesizes it. */
  readonly synth: string;
  /** When nightly runs start, in UTC. */
  readonly cron: string;
  readonly merge: 'person' | 'automatic';
  /** For key kinds: the command that takes a private key. */
  readonly privateKeyTo?: string;
  /** The secret and the environment variable with the address that hears of failures and promotes. */
  readonly webhook: string;
  /** The least runway, as a duration. */
  readonly runway: string;
  /** What Terraform needs to know at the identity providers. */
  readonly environment: KindEnvironment;
}

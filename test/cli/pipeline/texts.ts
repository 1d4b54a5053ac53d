import { NOW, type Result, runHere, Workshop } from '../workshop';

/** Runs the command line in a folder, as at the root of a repository: the paths of a pipeline begin there. */
export async function runIn(
  { folder }: Workshop,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await runHere(argv, { now: () => new Date(NOW), env });
  } finally {
    process.chdir(before);
  }
}

/** The pipeline for a manifest with one set of a kind. */
export async function pipelineText(platform: string, kind: string, ...more: readonly string[]): Promise<string> {
  const shop = new Workshop();
  try {
    await shop.steps('init --id test', `add billing --kind ${kind}`);
    const options = ['--stack', 'cdktf.out/stacks/prod', '--dry-run', ...more];
    return (await runIn(shop, ['pipeline', platform, ...options])).stdout;
  } finally {
    shop.remove();
  }
}

import { join } from 'node:path';
import { build } from 'esbuild';

/** The provider of files (`launched.ts`) as the one file that Terraform starts. */
export async function launchedBundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'launched.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    banner: { js: '#!/usr/bin/env node' },
  });
  return outputFiles[0]?.text ?? '';
}

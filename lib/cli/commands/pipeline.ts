import { resolve } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../rotation';
import { EXIT_HELP } from '../exit-code';
import { type WritingOptions, writingOptions } from '../common-options';
import { readManifest } from '../manifest-file';
import { type Platform, PLATFORMS } from '../pipeline/platform';
import { runwayOption } from '../pipeline/runway-option';
import { type PipelineOptions, settingsOf } from '../pipeline/settings-of';
import { signed, writeSigned } from '../pipeline/signed-file';
import type { Register } from '../register';
import { pipelineNotify } from './pipeline-notify';

interface Options extends WritingOptions, PipelineOptions {
  readonly out?: string;
}

export const pipeline: Register = (program, context, report) => {
  const group = program
    .command('pipeline')
    .description('write a pipeline: nightly steps in one pull request, review, apply, notifications');
  for (const platform of PLATFORMS) {
    const command = group.command(platform.command).addHelpText('after', EXIT_HELP);
    pipelineOptions(command, platform).action(async (options: Options) => {
      const { manifest } = await readManifest(options.file);
      const settings = settingsOf(manifest, options);
      const text = signed(`pipeline ${platform.command}`, `${platform.text(settings)}\n`);
      const path = options.out ?? platform.file(settings.name);
      if (resolve(path) === resolve(options.file)) throw new InputError('--out must name another file than --file');
      const dryRun = options.dryRun === true;
      if (!dryRun) await writeSigned(path, text);
      const summary = `${path}: made ${platform.title}, nightly at "${settings.cron}" UTC; look for FILL IN in it, and see docs/commands/pipeline.md for what the platform needs`;
      report(
        {
          text: dryRun ? text.trimEnd() : summary,
          json: { pipeline: path, platform: platform.command, cron: settings.cron, dryRun, ...(dryRun && { text }) },
        },
        options,
      );
    });
  }
  pipelineNotify(group, context, report);
};

function pipelineOptions(command: Command, { title, file }: Platform): Command {
  return writingOptions(command.description(`write ${title}`))
    .requiredOption('--stack <folder>', 'the folder with the synthesized stack, such as cdktf.out/stacks/prod')
    .option('--synth <command>', 'what synthesizes it', 'npx cdktf synth')
    .option('--main <branch>', 'the main branch', 'main')
    .option('--cron <time>', 'when nightly runs start, in UTC (default: from the times of day in the manifest)')
    .option('--auto-merge', 'merge the pull request once its checks are green; otherwise a person does')
    .option('--private-key-to <command>', 'for key kinds: a command that takes a private key, as "stage" has it')
    .option('--webhook <name>', 'the secret with the address that is told what happens', 'ROTATION_WEBHOOK')
    .addOption(runwayOption())
    .option('--out <file>', `where to write it (default: ${file('rotation')})`);
}

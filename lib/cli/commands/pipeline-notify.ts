import { Option } from 'commander';
import { type Duration, InputError } from '../../rotation';
import { type WritingOptions, writingOptions } from '../common-options';
import { EXIT_HELP } from '../exit-code';
import { newsOf } from '../pipeline/news';
import { readRunFiles } from '../pipeline/run-files';
import { runwayOption } from '../pipeline/runway-option';
import { VARIABLE } from '../pipeline/settings-of';
import { JOBS, type Job } from '../pipeline/shell';
import { postText } from '../pipeline/webhook';
import type { Register } from '../register';

interface Options extends WritingOptions {
  readonly job: Job;
  readonly result: string;
  readonly from: string;
  readonly link?: string;
  readonly webhook: string;
  readonly failIfRunwayBelow: Duration;
}

/** The last step of each job of a pipeline. */
export const pipelineNotify: Register = (group, context, report) => {
  writingOptions(group.command('notify').addHelpText('after', EXIT_HELP))
    .description('tell a webhook of a failed run, a promote or a short runway; the last step of the pipelines')
    .addOption(new Option('--job <job>', 'which job ran').choices(JOBS).makeOptionMandatory())
    .requiredOption('--result <result>', 'how it ended, as the platform calls it')
    .requiredOption('--from <folder>', 'what "advance --json" and "status --json" printed in it')
    .option('--link <address>', 'the page of the run')
    .option('--webhook <name>', 'the environment variable with the address', 'ROTATION_WEBHOOK')
    .addOption(runwayOption())
    .action(async (options: Options) => {
      const { job, result, link, webhook, file } = options;
      if (!VARIABLE.test(webhook)) throw new InputError('--webhook is the name of an environment variable');
      const files = await readRunFiles(options.from);
      const news = newsOf({ job, result, files }, context.now(), options.failIfRunwayBelow);
      const address = addressIn(context.env[webhook]);
      const text = [`cdktf-rotation, ${file}, ${job}:`, ...news, ...(link === undefined ? [] : [link])].join('\n');
      const isSent = news.length > 0 && address !== undefined && options.dryRun !== true;
      if (isSent) await postText(address, webhook, text);
      report(
        {
          text: news.length === 0 ? 'nothing to tell' : text,
          json: { news, sent: isSent },
          notes: news.length > 0 && address === undefined ? [`${webhook} is not set: nobody is told`] : [],
        },
        options,
      );
    });
};

/** Azure DevOps leaves the name of a variable that does not exist where its value would stand. */
function addressIn(value = ''): string | undefined {
  return value === '' || /^\$\(\w+\)$/.test(value) ? undefined : value;
}

// Puts the help of each command into its page of docs/commands, between the markers:
//   npm run docs
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { makeProgram } from '../lib/cli/program';

const FOLDER = join(__dirname, '../docs/commands');
const WIDTH = 110;
const [BEGIN, END] = ['<!-- help: npm run docs -->', '<!-- /help -->'];

/** A command and the page that describes it. */
export interface CommandPage {
  readonly command: string;
  readonly path: string;
  /** Undefined when there is no such page. */
  readonly text: string | undefined;
  /** The page with the help as the command prints it. */
  readonly fresh: string | undefined;
}

/** The pages of all commands; those of one command with commands of its own share one page. */
export function commandPages(): readonly CommandPage[] {
  return program().commands.map((command) => {
    const path = join(FOLDER, `${command.name()}.md`);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    return { command: command.name(), path, text, fresh: text && withHelp(text, command) };
  });
}

/** The page without its help: what somebody wrote. */
export function writtenPart(text: string): string {
  const [before = '', rest = ''] = text.split(BEGIN);
  return before + (rest.split(END)[1] ?? '');
}

function withHelp(text: string, command: Command): string | undefined {
  const [before, after] = [text.split(BEGIN)[0], text.split(END)[1]];
  if (before === text || after === undefined) return undefined;
  return `${before}${BEGIN}\n\n${helpOf(command)}\n\n${END}${after}`;
}

function helpOf(command: Command): string {
  const blocks = command.commands.length > 0 ? command.commands : [command];
  return blocks.map((one) => `\`\`\`\n${one.helpInformation().trim()}\n\`\`\``).join('\n\n');
}

function program(): Command {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const made = makeProgram(
    { now: () => new Date(0), stdin: process.stdin, stdout: silent, stderr: silent, isTerminal: false, env: {} },
    () => undefined,
  );
  const wide = (command: Command): void => {
    command.configureOutput({ getOutHelpWidth: () => WIDTH });
    command.commands.forEach(wide);
  };
  wide(made);
  return made;
}

if (require.main === module) {
  for (const { command, path, text, fresh } of commandPages()) {
    if (fresh === undefined) {
      process.stderr.write(`${command}: ${text === undefined ? 'no page' : `no ${BEGIN} … ${END} in its page`}\n`);
      process.exitCode = 2;
    } else if (fresh !== text) {
      writeFileSync(path, fresh);
      process.stdout.write(`${command}: help is new\n`);
    }
  }
}

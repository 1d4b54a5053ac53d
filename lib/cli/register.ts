import type { Command } from 'commander';
import type { Context } from './context';
import type { Report } from './outcome';

/** What a file under `commands/` exports: puts one command on the program. */
export type Register = (program: Command, context: Context, report: Report) => void;

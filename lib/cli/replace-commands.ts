import { fileArgument, pathWord } from './file-argument';
import type { Replacement } from './replace';

const FOLDER = 'cdktf.out/stacks/STACK';
const TERRAFORM = `terraform -chdir=${FOLDER}`;
const MOST_NAMED = 5;

/** What to run for one step after the other, where no pipeline does it. */
export interface ReplaceCommands {
  /** For each step that was taken. */
  readonly apply: readonly string[];
  /** For each step that is left. */
  readonly next: string;
}

/** The commands with which a person goes on without a pipeline. */
export function replaceCommands(file: string, replacements: readonly Replacement[]): ReplaceCommands {
  const names = replacements.map(({ set }) => set.name);
  const what = names.length > MOST_NAMED ? `${names.length} sets` : names.join(', ');
  const atFile = fileArgument(file);
  const keys = replacements.some(({ set, taken }) => set.kind.key && !taken) ? ' --private-key-to COMMAND' : '';
  return {
    apply: [
      `git commit -m 'Replace what leaked: ${what}' ${pathWord(file)}`,
      'npx cdktf synth',
      `(cd ${FOLDER} && terraform init)`,
      `${TERRAFORM} plan -out p.tfplan`,
      `${TERRAFORM} show -json p.tfplan | npx cdktf-rotation guard${atFile} -`,
      `${TERRAFORM} apply p.tfplan`,
    ],
    next: `${TERRAFORM} show -json | npx cdktf-rotation advance --due ${names.join(' ')}${atFile} --applied -${keys}`,
  };
}

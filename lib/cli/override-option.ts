import type { Command } from 'commander';
import { InputError, type Override, type SetEntry, type SetState } from '../rotation';

const RULES = ['soak', 'grace', 'order'] as const satisfies readonly Override['rule'][];

export interface OverrideOptions {
  readonly override?: string;
  readonly reason?: string;
}

export function overrideOptions(command: Command): Command {
  return command
    .option('--override <rule>', `a deliberate exception: this step does without ${RULES.join(', ')}; needs --reason`)
    .option('--reason <text>', 'why, for the reviewer');
}

/** @throws InputError when the rule is none, or one of rule and reason is missing */
export function overriddenRule({ override, reason }: OverrideOptions): Override['rule'] | undefined {
  if (override === undefined) {
    if (reason !== undefined) throw new InputError('--reason belongs to --override, got it alone: give both or none');
    return undefined;
  }
  const rule = RULES.find((known) => known === override);
  if (!rule) throw new InputError(`--override is one of ${RULES.join(', ')}, got "${override}"`);
  reasonOf(reason, '--override');
  return rule;
}

/** @throws InputError when a reason is needed and there is none */
export function reasonOf(reason: string | undefined, option: string): string {
  if (reason === undefined || reason.trim() === '') {
    throw new InputError(`${option} needs --reason: the reviewer reads it`);
  }
  return reason.trim();
}

/** The override of the present step; one that an earlier step had counts no more. */
export function overrideInForce({ override, state }: Pick<SetEntry, 'override' | 'state'>): Override | undefined {
  return override?.step === state.step ? override : undefined;
}

/**
 * The override that the entry keeps at a new step: the one asked for, or the one it has if it was made for this step.
 *
 * @throws InputError when the step does not wait for what is to be overridden
 */
export function overrideAt(state: SetState, asked: OverrideOptions, present?: Override): Override | undefined {
  const rule = overriddenRule(asked);
  if (!rule) return overrideInForce({ state, ...(present && { override: present }) });
  const { step, waits } = state.last;
  if (rule !== 'order' && rule !== waits) {
    throw new InputError(
      `--override ${rule} fits a step that waits for ${rule}, got ${step}, which waits for ${waits === 'none' ? 'nothing' : waits}: leave it out`,
    );
  }
  return { step: state.step, rule, reason: reasonOf(asked.reason, '--override') };
}

import { NoAnswer } from '../admin/no-answer';
import { OktaError } from '../admin/okta';
import { NotRestored, UaaError } from '../admin/uaa/elevation';
import { type Log, PluginError, type ProviderType, type ResourceType } from '../plugin';
import { InputError, Refusal } from '../rotation';

const WRITTEN_TO_BE_SHOWN = [InputError, Refusal, NoAnswer, OktaError, UaaError, NotRestored];

/**
 * The same provider, whose resources fail with errors written to be shown. What was not foreseen is a bug of ours: a
 * message that nobody wrote for the purpose may hold a value, so only the log gets where it came from.
 */
export function explained<Client>(provider: ProviderType<Client>, log: Log): ProviderType<Client> {
  const resources = Object.entries(provider.resources).map(([name, type]) => [name, wrap(type, log)] as const);
  return {
    ...provider,
    configure: (config) => provider.configure(config).catch((error: unknown) => fail(error, log)),
    resources: Object.fromEntries(resources),
  };
}

function wrap<Client>(type: ResourceType<Client>, log: Log): ResourceType<Client> {
  const caught = <Arguments extends readonly unknown[], Result>(call: (...args: Arguments) => Promise<Result>) => {
    return (...args: Arguments): Promise<Result> => call.apply(type, args as never).catch((error) => fail(error, log));
  };
  return {
    ...type,
    ...(type.plan && { plan: caught(type.plan) }),
    create: caught(type.create),
    read: caught(type.read),
    ...(type.update && { update: caught(type.update) }),
    delete: caught(type.delete),
    ...(type.import && { import: caught(type.import) }),
  };
}

function fail(error: unknown, log: Log): never {
  if (error instanceof PluginError) throw error;
  if (WRITTEN_TO_BE_SHOWN.some((type) => error instanceof type)) throw new PluginError((error as Error).message);
  const [name, frames] = error instanceof Error ? [error.name, stackOf(error)] : [typeof error, ''];
  log('error', `${name}\n${frames}`);
  throw new PluginError(
    `a bug in the provider rotation: ${name}`,
    'please report it; TF_LOG=ERROR shows where it happened. Run the same step again: the provider looks before it writes.',
  );
}

/** The frames alone: the message before them may hold a value. */
function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

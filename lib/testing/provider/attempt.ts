import { PluginError } from '../../plugin';

/** Runs one step of a resource; what fails is shown under what was being done, at the attribute it is about. */
export async function attempt<Result>(doing: string, attribute: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof PluginError) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    const detail = error instanceof Error ? `${error.message}${cause}` : String(error);
    throw new PluginError(doing, detail, [attribute]);
  }
}

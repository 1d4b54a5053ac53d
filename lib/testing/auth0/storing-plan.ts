import { PluginError, type Values } from '../../plugin';
import { known } from './known';

/** The SDK of the provider stores what was planned when an apply fails, whatever was reached. */
export async function storingPlan(planned: Values, apply: () => Promise<Values>): Promise<Values> {
  try {
    return await apply();
  } catch (error) {
    const summary = error instanceof Error ? error.message : String(error);
    throw new PluginError(summary, undefined, undefined, known(planned));
  }
}

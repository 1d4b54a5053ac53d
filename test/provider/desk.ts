import { setTimeout as sleep } from 'node:timers/promises';
import { type CallContext, PluginError, type ResourceType, Unknown, type Values } from '../../lib/plugin';
import type { Connections } from '../../lib/provider/connections';

/** Refreshes, plans and applies one resource as Terraform does, without Terraform. */
export class Desk {
  state?: Values;
  readonly warnings: string[] = [];

  constructor(
    private readonly type: ResourceType<Connections>,
    private readonly connections: () => Connections,
  ) {}

  async refresh(): Promise<void> {
    if (this.state) this.state = await this.type.read(this.context(), this.state);
  }

  /** Refreshes and plans; what is computed is taken over from the state, as Terraform does. */
  async plan(given: Values): Promise<Values> {
    const blocks = Object.keys(this.type.schema.blocks ?? {});
    const names = [...Object.keys(this.type.schema.attributes ?? {}), ...blocks];
    const config = Object.fromEntries(names.map((name) => [name, given[name] ?? null]));
    const [problem] = this.type.validate?.(config) ?? [];
    if (problem) throw new PluginError(problem.summary, problem.detail, problem.path);
    await this.refresh();
    const computed = Object.entries(this.type.schema.attributes ?? {}).filter(([, schema]) => schema.computed);
    const kept = computed.map(([name]) => [name, this.state ? (this.state[name] ?? null) : Unknown.VALUE]);
    const proposed = { ...config, ...Object.fromEntries(kept) } as Values;
    const result = await this.type.plan?.(this.context(), { prior: this.state, config, proposed });
    return result?.planned ?? proposed;
  }

  /** Plans and applies. @throws Error when a known value of the plan comes out otherwise, as Terraform does */
  async apply(given: Values): Promise<Values> {
    const planned = await this.plan(given);
    const result = this.state
      ? await this.type.update?.(this.context(), this.state, planned, planned)
      : await this.type.create(this.context(), planned, planned);
    for (const [name, value] of Object.entries(planned)) {
      if (!(value instanceof Unknown) && JSON.stringify(result?.[name] ?? null) !== JSON.stringify(value ?? null)) {
        throw new Error(`inconsistent result after apply: ${name}`);
      }
    }
    this.state = result;
    return result ?? {};
  }

  /** Applies until it works and nothing is left to do; answers what the failed tries said. */
  async converge(given: Values, tries = 2): Promise<readonly string[]> {
    const said: string[] = [];
    for (;;) {
      try {
        await this.apply(given);
        if (!(await this.isDone(given))) throw new Error('the plan after the apply is not empty');
        return said;
      } catch (error) {
        said.push((error as Error).message);
        if (said.length > tries) throw error;
        await sleep(10);
      }
    }
  }

  /** Whether another plan would change nothing. */
  async isDone(given: Values): Promise<boolean> {
    const planned = await this.plan(given);
    return JSON.stringify(planned) === JSON.stringify({ ...planned, ...this.state });
  }

  async destroy(): Promise<void> {
    await this.refresh();
    if (this.state) await this.type.delete(this.context(), this.state);
    this.state = undefined;
  }

  context(): CallContext<Connections> {
    return {
      client: this.connections(),
      signal: new AbortController().signal,
      warn: (summary, detail = '') => void this.warnings.push(`${summary}: ${detail}`),
    };
  }
}

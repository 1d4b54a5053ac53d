import { setTimeout as sleep } from 'node:timers/promises';
import type { CallContext } from '../../plugin';
import { GraphClient } from './graph-client';
import type { KeyedLock } from './keyed-lock';

/** What a configured provider knows. */
export interface EntraConnection {
  readonly url: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** What every wait is multiplied with. */
  readonly waitScale: number;
  /** One change of an application at a time; other processes do not see it. */
  readonly lock: KeyedLock;
}

export type EntraContext = CallContext<EntraConnection>;

/** Waits as long as the real provider would, scaled down; ends at once when Terraform stops or dies. */
export async function wait({ client, signal }: EntraContext, seconds: number): Promise<void> {
  await sleep(seconds * 1000 * client.waitScale, undefined, { signal });
}

export function graph(context: EntraContext): GraphClient {
  return new GraphClient(context.client.url, context.signal, (seconds) => wait(context, seconds));
}

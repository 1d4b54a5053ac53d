import type { ClientRecord } from './client-record';
import type { Credential } from './credential';

/** What the token endpoint knows of a client. */
export interface SignInView {
  readonly method?: string;
  readonly secret: string;
  readonly grants: readonly string[];
  readonly attached: readonly Credential[];
}

/**
 * What the token endpoint knows of each client at a moment. With a replica lag it learns of a change
 * that much later than the Management API.
 */
export class SignInViews {
  private readonly history = new Map<string, readonly { readonly from: number; readonly view?: SignInView }[]>();

  constructor(
    private readonly now: () => Date,
    private readonly lag: number,
  ) {}

  change(clientId: string, client: ClientRecord | undefined): void {
    const from = this.now().getTime() + this.lag;
    const known = this.history.get(clientId) ?? [];
    this.history.set(clientId, [...known, client ? { from, view: viewOf(client) } : { from }]);
  }

  find(clientId: string): SignInView | undefined {
    const now = this.now().getTime();
    const known = this.history.get(clientId) ?? [];
    const current = known.findLastIndex(({ from }) => from <= now);
    if (current > 0) this.history.set(clientId, known.slice(current));
    return known[current]?.view;
  }
}

function viewOf({ method, secret, settings, slot = [], pool }: ClientRecord): SignInView {
  return {
    method,
    secret,
    grants: Array.isArray(settings.grant_types) ? settings.grant_types.map(String) : [],
    attached: slot.flatMap((id) => pool.filter((credential) => credential.id === id)),
  };
}

import type { Unchecked } from '../../rotation';
import type { Context } from '../context';
import type { Found, Stock } from './found';
import type { Held, SlotResources } from './held';

/** Asks one identity provider for the credentials of an application. */
export interface Inspector {
  /** Undefined when there is no such application. */
  look(application: string, held: Held): Promise<Stock | undefined>;
  /** Removes exactly one credential, and none of those beside it. Absent where nothing can be removed safely. */
  readonly discard?: (application: string, found: Found, beside: readonly Found[]) => Promise<void>;
}

/** What `scan` has to know of one kind of credential. */
export interface Room extends SlotResources {
  readonly service: 'Entra' | 'Auth0' | 'Okta' | 'UAA';
  /** The id of the application at the provider, as one of these resources has it. */
  applicationOf(resource: Unchecked): unknown;
  /** Which right is missing when the provider refuses to tell, or to remove. */
  readonly rights: { readonly look: string; readonly discard: string };
  /** What to do instead of a removal that would not be safe. */
  whyNotDiscard(found: Found): string | undefined;
  /** @throws InputError when the environment does not say how to reach the provider */
  connect(context: Context): Promise<Inspector>;
}

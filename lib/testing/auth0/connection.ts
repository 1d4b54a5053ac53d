import type { CallContext } from '../../plugin';
import { ManagementClient } from './management-client';

/** What a configured provider knows. */
export interface Connection {
  /** Base address of the tenant, without a path. */
  readonly url: string;
  /** What every wait of the provider is multiplied with. */
  readonly waitScale: number;
}

/** The API for one call of Terraform: it makes no further request once Terraform has stopped or died. */
export function managementClient({ client, signal }: CallContext<Connection>): ManagementClient {
  return new ManagementClient({ ...client, signal });
}

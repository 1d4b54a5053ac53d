import { InputError } from '../../../rotation';
import type { ClientRecord, UaaCalls } from './uaa-calls';
import type { Elevation } from './elevated';
import type { ElevationLeftover } from './leftover';

const NEEDED = { authority: 'clients.secret', grantType: 'client_credentials' } as const;

/**
 * What UAA changes besides whenever a client is written, and nobody can take back: warnings for people.
 *
 * It adds `refresh_token` beside `authorization_code` and `password`, and sets the resource ids to `none`.
 */
export function lastingEffects(client: ClientRecord): readonly string[] {
  const { client_id: id, authorized_grant_types: grants, resource_ids: resources = [] } = client;
  const refreshes = ['authorization_code', 'password'].some((one) => grants.includes(one));
  return [
    ...(refreshes && !grants.includes('refresh_token')
      ? [`UAA adds the grant type refresh_token to "${id}" when it is elevated, and it stays`]
      : []),
    ...(resources.some((one) => one !== 'none')
      ? [`UAA sets the resource ids of "${id}" (${resources.join(' ')}) to none when it is elevated, and they stay so`]
      : []),
  ];
}

/**
 * The client itself gets the right to change its secret for a short while. In that time every token that the application
 * fetches by client_credentials without a scope carries `clients.secret` too, and UAA refuses it once the right is gone:
 * a helper client has no such effect.
 */
export class TargetElevation implements Elevation {
  /**
   * @param secret one that works: the client signs in with it
   * @throws InputError when there is no such client
   */
  static async of(admin: UaaCalls, client: string, secret: string): Promise<TargetElevation> {
    const found = await admin.tryGetClient(client);
    if (!found) throw new InputError(`a client of UAA is needed, got "${client}", which UAA does not know`);
    const before = { authorities: found.authorities, grantTypes: found.authorized_grant_types };
    const added = {
      authorities: [NEEDED.authority].filter((one) => !before.authorities.includes(one)),
      grantTypes: [NEEDED.grantType].filter((one) => !before.grantTypes.includes(one)),
    };
    return new TargetElevation(admin, { kind: 'elevation', client, added, before }, secret);
  }

  private constructor(
    private readonly admin: UaaCalls,
    readonly leftover: ElevationLeftover,
    private readonly secret: string,
  ) {}

  /** Whether the client has all that it needs as it is. */
  get isNeedless(): boolean {
    const { authorities, grantTypes } = this.leftover.added;
    return authorities.length + grantTypes.length === 0;
  }

  async raise(): Promise<UaaCalls> {
    const { client, added, before } = this.leftover;
    if (!this.isNeedless) {
      await this.admin.putClient(client, {
        authorities: [...before.authorities, ...added.authorities],
        authorized_grant_types: [...before.grantTypes, ...added.grantTypes],
      });
    }
    return this.admin.as({ clientId: client, clientSecret: this.secret, scope: NEEDED.authority });
  }
}

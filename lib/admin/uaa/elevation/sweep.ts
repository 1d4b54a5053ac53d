import type { UaaCalls } from './uaa-calls';
import type { ElevationLeftover, Leftover } from './leftover';

/** What UAA shows for a client without authorities; an empty list would be taken for "as it is". */
const NONE = 'uaa.none';

/**
 * One look for what a run left behind, and one removal where something is found. Takes away only what that run added:
 * others may have changed the rest meanwhile.
 *
 * @returns `clean` when nothing was there
 */
export async function sweep(admin: UaaCalls, leftover: Leftover): Promise<'clean' | 'removed'> {
  switch (leftover.kind) {
    case 'helper':
      return (await admin.deleteClient(leftover.client)) ? 'removed' : 'clean';
    case 'elevation':
      return lower(admin, leftover);
  }
}

async function lower(admin: UaaCalls, { client, added, before }: ElevationLeftover): Promise<'clean' | 'removed'> {
  const found = await admin.tryGetClient(client);
  if (!found) return 'clean';
  const authorities = without(found.authorities, added.authorities);
  const grantTypes = without(found.authorized_grant_types, added.grantTypes);
  if (authorities.length === found.authorities.length && grantTypes.length === found.authorized_grant_types.length) {
    return 'clean';
  }
  await admin.putClient(client, {
    authorities: authorities.length > 0 ? authorities : [NONE],
    authorized_grant_types: grantTypes.length > 0 ? grantTypes : before.grantTypes,
  });
  return 'removed';
}

function without(list: readonly string[], gone: readonly string[]): readonly string[] {
  return list.filter((one) => !gone.includes(one));
}

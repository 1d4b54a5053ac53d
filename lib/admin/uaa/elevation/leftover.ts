/** What a run adds at UAA for a short while, and takes away again. */
export type Leftover = HelperLeftover | ElevationLeftover;

/** A client of our own that lives for one change. */
export interface HelperLeftover {
  readonly kind: 'helper';
  readonly client: string;
}

/** Rights that the target client gets for one change: the lists hold only what it had not. */
export interface ElevationLeftover {
  readonly kind: 'elevation';
  readonly client: string;
  readonly added: ClientRights;
  readonly before: ClientRights;
}

export interface ClientRights {
  readonly authorities: readonly string[];
  readonly grantTypes: readonly string[];
}

/** The command of the usual tool that does the same by hand; made of names only. */
export function byHand(leftover: Leftover, zone: string | undefined): string {
  const inZone = zone === undefined ? '' : ` --zone ${zone}`;
  switch (leftover.kind) {
    case 'helper':
      return `uaac client delete ${leftover.client}${inZone}`;
    case 'elevation': {
      const { authorities, grantTypes } = leftover.before;
      return `uaac client update ${leftover.client} --authorities "${authorities.join(' ')}" --authorized_grant_types "${grantTypes.join(' ')}"${inZone}`;
    }
  }
}

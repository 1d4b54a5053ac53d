import type { Change } from './change';
import { listOf } from '../rotation';
import { HOLDERS } from './holders';

/** How a resource of the user's own ends every credential of an application; undefined where it does not. */
type Ends = (change: Change) => string | undefined;

const goes: Ends = ({ deed }) => (deed.includes('delete') ? 'is destroyed' : undefined);

const stopsAtOkta: Ends = (change) => {
  const { before, after } = change;
  if (!before || !after || change.deed !== 'update') return goes(change);
  if (before.status === 'ACTIVE' && after.status === 'INACTIVE') return 'is deactivated';
  if (losesClientCredentials(change)) return 'is updated, and does not grant client_credentials any more';
  const [was, is] = [before.token_endpoint_auth_method, after.token_endpoint_auth_method];
  return was !== is && typeof is === 'string' && !is.startsWith('client_secret_')
    ? `is updated to take "${is}" instead of a client secret`
    : undefined;
};

const stopsAtAuth0: Ends = (change) =>
  goes(change) ??
  (losesClientCredentials(change) ? 'is updated, and does not grant client_credentials any more' : undefined);

const stopsAtEntra: Ends = (change) =>
  goes(change) ??
  (change.before?.account_enabled === true && change.after?.account_enabled === false ? 'is disabled' : undefined);

function losesClientCredentials({ before, after }: Change): boolean {
  const grants = (values: Change['before']): boolean => listOf(values?.grant_types).includes('client_credentials');
  return after !== null && Array.isArray(after.grant_types) && grants(before) && !grants(after);
}

interface Application {
  readonly ids: readonly string[];
  readonly ends: Ends;
}

/** The resources that are an application, and the arguments that say which. */
const APPLICATIONS: ReadonlyMap<string, Application> = new Map<string, Application>([
  ['azuread_application', { ids: ['id'], ends: goes }],
  ['azuread_application_registration', { ids: ['id'], ends: goes }],
  // Without its service principal nobody signs in with an application.
  ['azuread_service_principal', { ids: ['client_id'], ends: stopsAtEntra }],
  ['auth0_client', { ids: ['id', 'client_id'], ends: stopsAtAuth0 }],
  ['okta_app_oauth', { ids: ['id'], ends: stopsAtOkta }],
  // Of two that manage one application, the one that is destroyed takes the method and the credentials with it.
  ...[...HOLDERS].flatMap(([type, { application }]) =>
    application === undefined
      ? []
      : [[type, { ids: [application], ends: goes }] as const satisfies readonly [string, Application]],
  ),
]);

/** The applications all of whose credentials a resource ends, by any id of them. */
export function endedApplications(change: Change): readonly unknown[] {
  return change.deed === 'nothing' || howItEnds(change) === undefined
    ? []
    : (APPLICATIONS.get(change.type)?.ids ?? []).map((id) => change.before?.[id]);
}

/** How a resource ends every credential of its application: `is destroyed`; undefined where it does not. */
export function howItEnds(change: Change): string | undefined {
  return change.before ? APPLICATIONS.get(change.type)?.ends(change) : undefined;
}

/** The application whose credentials a resource manages, where one application takes one resource of its type. */
export function applicationOf({ type }: Change, values: NonNullable<Change['before']>): string | undefined {
  const argument = HOLDERS.get(type)?.application;
  const application = argument === undefined ? undefined : values[argument];
  return typeof application === 'string' ? `${type} ${application}` : undefined;
}

/** The environment variables that the providers of a manifest's kinds read. */
export interface KindEnvironment {
  readonly plain: readonly string[];
  readonly secret: readonly string[];
  /** Whether the pipeline signs in to Entra ID by its own identity, without a secret. */
  readonly entra: boolean;
}

type Family = Omit<KindEnvironment, 'entra'>;

const OKTA: Family = { plain: ['OKTA_ORG_NAME', 'OKTA_BASE_URL'], secret: ['OKTA_API_TOKEN'] };
const UAA: Family = { plain: ['UAA_URL', 'UAA_CLIENT_ID'], secret: ['UAA_CLIENT_SECRET'] };
const ENTRA: Family = { plain: ['ARM_TENANT_ID', 'ARM_CLIENT_ID'], secret: [] };

const FAMILIES: Readonly<Record<string, Family>> = {
  'entra-client-secret': ENTRA,
  'entra-certificate': ENTRA,
  'auth0-private-key-jwt': { plain: ['AUTH0_DOMAIN', 'AUTH0_CLIENT_ID'], secret: ['AUTH0_CLIENT_SECRET'] },
  'okta-private-key-jwt': OKTA,
  'okta-client-secret': { plain: [...OKTA.plain, 'OKTA_ORG_URL'], secret: OKTA.secret },
  'uaa-private-key-jwt': UAA,
  'uaa-client-secret': UAA,
};

/** What the kinds need, each name once; a kind of the user's own needs what they know. */
export function environmentOf(kinds: readonly string[]): KindEnvironment {
  const families = kinds.flatMap((kind) => FAMILIES[kind] ?? []);
  return {
    plain: [...new Set(families.flatMap(({ plain }) => plain))],
    secret: [...new Set(families.flatMap(({ secret }) => secret))],
    entra: families.includes(ENTRA),
  };
}

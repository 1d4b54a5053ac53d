import { entraKeyId } from '../../../lib/rotation';

/** The provider of Entra marks a certificate as sensitive, and it is none. */
const PUBLIC_PEM = /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----/;
/** What may be published beside a secret, and is none. */
const PUBLIC = /^(next_|own_)*(clientId|keyId|thumbprint)$/;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----(?:[\s\S]*?)-----END CERTIFICATE-----\n?/g;
const PORT = /127\.0\.0\.1:\d+/g;
const SHAPES: readonly { readonly found: RegExp; readonly fake: (count: number) => string }[] = [
  {
    found: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
    fake: (count) => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
  },
  { found: /\bcred_[A-Za-z0-9]{8,}\b/g, fake: (count) => `cred_${String(count).padStart(22, '0')}` },
  { found: /\bocs[A-Za-z0-9]{17}\b/g, fake: (count) => `ocs${String(count).padStart(17, '0')}` },
  { found: /\b0oa[A-Za-z0-9]{17}\b/g, fake: (count) => `0oa${String(count).padStart(17, '0')}` },
];

/**
 * A plan without its secrets, and with ids that are the same in each run: what was equal stays equal. Public keys, key
 * ids made of them and times stay as they are.
 *
 * @param ids values that differ from run to run and have a shape of no service
 */
export function scrubbed(plan: unknown, ids: readonly string[] = []): unknown {
  const secrets = [...secretsOf(plan)].sort((one, other) => other.length - one.length);
  const placeholders = new Map<string, string>();
  const withoutSecrets = mapStrings(plan, (text) => {
    let clean = text;
    for (const secret of secrets) {
      for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1)])) {
        if (!clean.includes(form)) continue;
        const placeholder =
          placeholders.get(secret) ?? `scrubbed-secret-${String(placeholders.size + 1).padStart(4, '0')}`;
        placeholders.set(secret, placeholder);
        clean = clean.replaceAll(form, placeholder);
      }
    }
    return clean;
  });
  return withStableIds(withoutSecrets, ids);
}

/** Every secret value that Terraform marks as sensitive; of a JSON text or a map the values that are not public. */
export function secretsOf(plan: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isRecord(value)) return;
    for (const [values, marks] of [
      ['before', 'before_sensitive'],
      ['after', 'after_sensitive'],
      ['values', 'sensitive_values'],
    ] as const) {
      collect(value[values], value[marks], found);
    }
    if (value.sensitive === true) collect(value.value, true, found);
    Object.values(value).forEach(visit);
  };
  visit(plan);
  if (isRecord(plan)) collectVariables(plan, found);
  return found;
}

/** The value of a variable stands in the plan without a mark: its declaration says that it is sensitive. */
function collectVariables({ variables, configuration }: Readonly<Record<string, unknown>>, found: Set<string>): void {
  const root = isRecord(configuration) && isRecord(configuration.root_module) ? configuration.root_module : {};
  for (const [name, declared] of Object.entries(isRecord(root.variables) ? root.variables : {})) {
    const given = isRecord(variables) ? variables[name] : undefined;
    if (isRecord(declared) && declared.sensitive === true && isRecord(given)) collect(given.value, true, found);
  }
}

function collect(value: unknown, marks: unknown, found: Set<string>, name = ''): void {
  if (marks === undefined || marks === false) return;
  if (marks !== true) {
    if (Array.isArray(value) && Array.isArray(marks)) value.forEach((one, index) => collect(one, marks[index], found));
    else if (isRecord(value) && isRecord(marks)) {
      for (const [key, one] of Object.entries(value)) collect(one, marks[key], found, key);
    }
    return;
  }
  if (Array.isArray(value)) for (const one of value) collect(one, true, found, name);
  else if (isRecord(value)) for (const [key, one] of Object.entries(value)) collect(one, true, found, key);
  else if (typeof value === 'string' && value !== '' && !PUBLIC.test(name) && !PUBLIC_PEM.test(value)) {
    const inside = parsed(value);
    if (inside === undefined) found.add(value);
    else collect(inside, true, found);
  }
}

function parsed(text: string): object | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

function withStableIds(plan: unknown, ids: readonly string[]): unknown {
  const text = JSON.stringify(plan);
  const kept = new Set<string>();
  mapStrings(plan, (one) => {
    for (const [pem] of one.matchAll(CERTIFICATE)) kept.add(entraKeyId(pem));
    return one;
  });
  const fakes = new Map<string, string>(
    ids.map((id, index) => [id, `client-id-${String(index + 1).padStart(22, '0')}`]),
  );
  for (const { found, fake } of SHAPES) {
    let count = 0;
    for (const [id] of text.matchAll(found)) if (!kept.has(id) && !fakes.has(id)) fakes.set(id, fake(++count));
  }
  return mapStrings(plan, (one) => {
    let clean = one.replace(PORT, '127.0.0.1:8200');
    for (const [id, fake] of fakes) clean = clean.replaceAll(id, fake);
    return clean;
  });
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, map));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [map(key), mapStrings(one, map)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

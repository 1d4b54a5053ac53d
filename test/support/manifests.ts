import { Kind, Manifest, manifestText, type SetEntry, startState, type Step, takeStep } from '../../lib/rotation';

export const AT = '2026-01-01T00:00:00Z';
export const EXPIRES = '2026-12-01T00:00:00Z';

export interface SetOptions {
  readonly kind?: Kind;
  readonly steps?: readonly Step[];
  /** Public keys in the order in which the set takes them. */
  readonly keys?: readonly string[];
  readonly outside?: 'outside';
  readonly entry?: Partial<SetEntry>;
}

/** A manifest with one set for each name, taken through the given steps. */
export function manifestOf(sets: Readonly<Record<string, SetOptions>>, id = 'test-1'): Manifest {
  let manifest = Manifest.create(id);
  for (const [name, { kind = Kind.ENTRA_CLIENT_SECRET, steps = [], keys = [], outside, entry }] of Object.entries(
    sets,
  )) {
    const unused = [...keys];
    const input = (): { at: string; expires: string; publicKey?: string } => ({
      at: AT,
      expires: EXPIRES,
      ...(kind.key ? { publicKey: unused.shift() } : {}),
    });
    manifest = manifest.with(name, { kind: kind.name, state: startState(outside ?? input(), AT) });
    for (const step of steps) {
      const state = takeStep(manifest.find(name), step, step === 'stage' ? input() : { at: AT });
      manifest = manifest.with(name, { ...(manifest.document.sets[name] as SetEntry), state });
    }
    if (entry) manifest = manifest.with(name, { ...(manifest.document.sets[name] as SetEntry), ...entry });
  }
  return manifest;
}

export function textOf(manifest: Manifest): string {
  return manifestText(manifest.document);
}

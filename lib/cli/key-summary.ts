import type { WritingOptions } from './common-options';
import type { NewCredential } from './new-credential';

/** Says of a new key by which id it is known and where its private part is. */
export function withKey(summary: string, { keyId, delivery }: Partial<NewCredential> = {}): string {
  if (keyId === undefined) return summary;
  return [summary, `key id ${keyId}`, ...(delivery ? [delivery.summary] : [])].join('\n  ');
}

export function keyNotes({ delivery }: NewCredential, { dryRun }: Pick<WritingOptions, 'dryRun'>): readonly string[] {
  return delivery && dryRun ? ['the key shown was made for this dry run only; the real one will be another'] : [];
}

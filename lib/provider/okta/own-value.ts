import { randomBytes } from 'node:crypto';
import { type AppSecret, type SecretPlace, secretPlace } from '../../admin/okta';

/** 256 random bits behind the place that the value is for: the list of secrets then tells whose each one is. */
export function newValue({ slot, generation }: SecretPlace): string {
  return `rot.${slot}.${generation}.${randomBytes(32).toString('base64url')}`;
}

/** What the secret was made for; undefined when it is of somebody else. */
export function placeOf({ value }: AppSecret): SecretPlace | undefined {
  return secretPlace(value);
}

export function isFor(secret: AppSecret, { slot, generation }: SecretPlace): boolean {
  const place = placeOf(secret);
  return place?.slot === slot && place.generation === generation;
}

/**
 * Of several that were made for one place: active before inactive, then the oldest. Two pipelines that make one each
 * then agree: the later one sees both and keeps the one that the earlier may have published.
 */
export function best(secrets: readonly AppSecret[]): AppSecret | undefined {
  return [...secrets].sort(
    (one, other) => Number(other.isActive) - Number(one.isActive) || one.created.localeCompare(other.created),
  )[0];
}

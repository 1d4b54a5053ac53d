import type { Behaviour } from './behaviour';
import { UaaError } from './uaa-error';

/** What a zone asks of client secrets; UAA's own default asks for 255 characters at most. */
export interface SecretPolicy {
  /** @default 0, which UAA takes for 1 */
  readonly minLength?: number;
  /** @default 255 */
  readonly maxLength?: number;
  readonly digits?: number;
  readonly specials?: number;
  readonly uppercase?: number;
  readonly lowercase?: number;
}

/** @throws UaaError 400 with everything that is wrong, sorted */
export function checkPolicy(secret: string | undefined, policy: SecretPolicy, behaviour: Behaviour): void {
  if (secret === undefined) {
    if (behaviour.takesMissingSecret) return;
    throw UaaError.invalidClient('Client Secret cannot be null.');
  }
  if (secret.trim() === '' && behaviour.takesBlankSecret) return;
  const { minLength = 0, maxLength = 255, digits = 0, specials = 0, uppercase = 0, lowercase = 0 } = policy;
  const least = Math.max(1, minLength);
  const lacks = (count: number, what: RegExp): boolean => (secret.match(what) ?? []).length < count;
  const wrong = [
    ...(secret.length < least ? [`must be at least ${least} characters in length.`] : []),
    ...(secret.length > maxLength ? [`must be no more than ${maxLength} characters in length.`] : []),
    ...(lacks(digits, /\d/g) ? [`must contain at least ${digits} digit characters.`] : []),
    ...(lacks(specials, /[^A-Za-z0-9]/g) ? [`must contain at least ${specials} special characters.`] : []),
    ...(lacks(uppercase, /[A-Z]/g) ? [`must contain at least ${uppercase} uppercase characters.`] : []),
    ...(lacks(lowercase, /[a-z]/g) ? [`must contain at least ${lowercase} lowercase characters.`] : []),
  ];
  if (wrong.length === 0) return;
  throw UaaError.invalidClient(
    wrong
      .map((rule) => `Client Secret ${rule}`)
      .sort()
      .join(' '),
  );
}

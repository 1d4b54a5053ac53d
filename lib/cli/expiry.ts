import { X509Certificate } from 'node:crypto';
import { notAfter, type Policy, Refusal, timestamp } from '../rotation';

/**
 * When a given key stops being used: after the policy's lifetime, or when its certificate ends before that.
 *
 * @throws Refusal when the certificate does not last for a whole rotation, or is not valid when it is promoted
 */
export function expiryOf(pem: string, policy: Policy, now: Date): string {
  const planned = policy.lifetime.after(now);
  const ends = notAfter(pem);
  if (!ends) return timestamp(planned);
  const least = policy.interval.times(2).plus(policy.soak).plus(policy.grace);
  if (ends < least.after(now)) {
    throw new Refusal(
      `a certificate must be valid for at least 2 x interval + soak + grace = ${least} from now, until ${timestamp(least.after(now))}, got one that ends at ${timestamp(ends)}: give one that lasts longer`,
    );
  }
  const begins = new Date(new X509Certificate(pem).validFrom);
  if (begins > policy.soak.after(now)) {
    throw new Refusal(
      `a certificate must be valid once it may be promoted, at ${timestamp(policy.soak.after(now))} (soak ${policy.soak}), got one that begins at ${timestamp(begins)}: stage it later`,
    );
  }
  return timestamp(ends < planned ? ends : planned);
}

import { isObject, type PlanRequest, type PlanResult, Unknown, type Value, type Values } from '../../plugin';
import { credentialBlocks, declaresKeys, hashedBlocks } from './credential-block';
import { setHash } from './set-hash';

/**
 * Plans as the provider does: an element of `credentials` whose hash is in the state is the one from before, with
 * all that Auth0 had added to it, so its key id is known; any other is a new one, whose computed values are not.
 */
export async function planClientCredentials({ prior, config, proposed }: PlanRequest): Promise<PlanResult> {
  if (!declaresKeys(config)) return { planned: proposed };
  const before = prior ? hashedBlocks(prior) : undefined;
  const credentials = credentialBlocks(config).map((block): Values => {
    const same = before?.get(setHash(block));
    return same ? keep(same.values, block.values) : renew(block.values);
  });
  return { planned: { ...proposed, private_key_jwt: withCredentials(config, credentials) } };
}

function keep(before: Values, config: Values): Values {
  const { parse_expiry_from_cert: parse = null } = config;
  return { ...before, parse_expiry_from_cert: parse ?? (before.parse_expiry_from_cert === true ? null : false) };
}

function renew(config: Values): Values {
  return {
    ...config,
    id: Unknown.VALUE,
    key_id: Unknown.VALUE,
    created_at: Unknown.VALUE,
    updated_at: Unknown.VALUE,
    algorithm: config.algorithm ?? 'RS256',
    expires_at: config.expires_at ?? Unknown.VALUE,
  };
}

/** While the keys themselves are not known yet, neither is the set. */
function withCredentials({ private_key_jwt: blocks = null }: Values, credentials: readonly Values[]): Value {
  const [block] = Array.isArray(blocks) ? (blocks as readonly Value[]) : [];
  const isKnown = isObject(block) && !(block.credentials instanceof Unknown);
  return [{ credentials: isKnown ? credentials : Unknown.VALUE }];
}

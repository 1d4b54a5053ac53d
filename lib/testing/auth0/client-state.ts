import type { Value, Values } from '../../plugin';
import { keepEmpty } from '../provider/keep-empty';
import { ECHOED_BLOCKS, echoed, onlyBlock } from './client-attributes';
import type { ClientAnswer } from './management-client';

/** What the provider does not show unless it is configured, although the API has a default for it. */
const QUIET = ['alg', 'scopes'];

/** What the state of `auth0_client` holds; a block that nobody declared is left out. */
export function clientState(client: ClientAnswer, held: Values): Values {
  return {
    ...keepEmpty(held, echoed(client)),
    ...Object.fromEntries(ECHOED_BLOCKS.map((name) => [name, shownBlock(client[name], held[name])])),
    id: client.client_id,
    client_id: client.client_id,
  };
}

function shownBlock(answer: unknown, held: Value = null): Value {
  const declared = onlyBlock(held);
  if (!declared || typeof answer !== 'object' || answer === null) return [];
  const quiet = QUIET.filter((name) => !(name in declared)).map((name) => [name, null] as const);
  return [{ ...(answer as Values), ...Object.fromEntries(quiet) }];
}

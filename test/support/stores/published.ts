import type { IStore, PublishOptions } from '../../../lib';
import { manifestOf } from '../manifests';
import { clientSecret, synth } from '../stacks';
import { addProviders, STORES } from './store-case';

/** What a set publishes to a store while a credential is staged: arguments by address, without what is Terraform's. */
export function published(store: IStore, names: PublishOptions): Readonly<Record<string, unknown>> {
  const { json } = synth((stack) => {
    addProviders(stack, STORES);
    clientSecret(stack, manifestOf({ billing: { steps: ['stage'] } }), 'billing').publishTo(store, names);
  });
  const types = STORES.map(({ type }) => type);
  return Object.fromEntries(
    types.flatMap((type) =>
      Object.entries(json.resource[type] ?? {}).map(([name, { '//': _, depends_on: _after, ...given }]) => [
        `${type}.${name}`,
        given,
      ]),
    ),
  );
}

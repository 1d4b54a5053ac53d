import { PluginError, type ResourceType, Unknown, type Value, type Values } from '../../../lib/plugin';
import { type Details, schemaOf } from './schemas';
import type { StoreModel } from './store-model';

/** A resource that writes one place in a store and changes it in place. */
export interface PlainType extends Details {
  readonly type: string;
  readonly place: (values: Values) => string;
  /** The argument with the value, and the write-only one beside it with its version. */
  readonly value: string;
  readonly writeOnlyValue?: string;
  readonly writeOnlyVersion?: string;
  /** Whether creating what exists is an error, as most providers have it. */
  readonly refusesExisting: boolean;
  /** Whether the provider reads the value back. */
  readonly readsValue: boolean;
}

export function plainResource(plain: PlainType, model: StoreModel): ResourceType {
  const { type, place, value, writeOnlyValue = '', writeOnlyVersion = '' } = plain;
  const schema = schemaOf(type, plain);
  const textOf = (planned: Values, config: Values): string => textFrom(config[writeOnlyValue] ?? planned[value]);
  const read = async (values: Values): Promise<Values | undefined> => {
    const text = model.value(place(values));
    if (text === undefined) return undefined;
    const isHidden = (values[writeOnlyVersion] ?? null) !== null;
    const shown = plain.readsValue ? valueFrom(text, values[value]) : values[value];
    return { ...values, id: place(values), [value]: isHidden ? null : (shown ?? null) };
  };
  const write = async (verb: 'create' | 'update', planned: Values, config: Values): Promise<Values> => {
    await model.write(verb, type, place(planned), textOf(planned, config));
    return (await read(settled(planned))) as Values;
  };
  return {
    schema,
    async create(_context, planned, config) {
      if (plain.refusesExisting && model.value(place(planned)) !== undefined) {
        throw new PluginError(`creating ${type}`, `${place(planned)} already exists, it needs to be imported`);
      }
      return write('create', planned, config);
    },
    read: (_context, state) => read(state),
    async update(_context, prior, planned, config) {
      const isWritten = writeOnlyVersion !== '' && (config[writeOnlyValue] ?? null) !== null;
      if (isWritten && prior[writeOnlyVersion] === planned[writeOnlyVersion]) return settled(planned);
      return write('update', planned, config);
    },
    delete: (_context, state) => model.remove(type, place(state)),
  };
}

/** Nothing is unknown after an apply. */
export function settled(planned: Values): Values {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, value === Unknown.VALUE ? null : value]),
  );
}

export function textFrom(value: Value | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueFrom(text: string, known: Value | undefined): Value {
  return typeof known === 'string' || text[0] !== '{' ? text : (JSON.parse(text) as Value);
}

import type { ResourceType, Values } from '../../../lib/plugin';
import { settled, textFrom } from './plain-resource';
import { type Details, schemaOf } from './schemas';
import type { StoreModel, Version } from './store-model';

/** A resource that is one version of a secret; another value is another version. */
export interface VersionType extends Details {
  readonly type: string;
  readonly secret: string;
  readonly versionId: string;
  readonly value: string;
  readonly writeOnlyValue: string;
  readonly writeOnlyVersion: string;
  /** Whether the provider finds it. */
  readonly isThere: (version: Version) => boolean;
  /** What the provider does to the version when its resource is destroyed. */
  readonly end: (version: Version, state: Values) => void;
  readonly shown: (version: Version) => Values;
}

export function versionResource(kind: VersionType, model: StoreModel): ResourceType {
  const { type, secret, versionId, value, writeOnlyValue, writeOnlyVersion } = kind;
  const find = (values: Values): Version | undefined =>
    model.version(String(values[secret]), String(values[versionId]));
  const read = async (values: Values): Promise<Values | undefined> => {
    const version = find(values);
    if (!version || !kind.isThere(version)) return undefined;
    const isHidden = (values[writeOnlyVersion] ?? null) !== null;
    return { ...values, ...kind.shown(version), [value]: isHidden ? null : version.text };
  };
  return {
    schema: schemaOf(type, kind),
    async create(_context, planned, config) {
      const place = String(planned[secret]);
      const { id } = await model.add(type, place, textFrom(config[writeOnlyValue] ?? planned[value]));
      return (await read({ ...settled(planned), id: `${place}|${id}`, [versionId]: id })) as Values;
    },
    read: (_context, state) => read(state),
    async delete(_context, state) {
      const version = find(state);
      await model.drop(type, String(state[secret]), () => version && kind.end(version, state));
    },
  };
}

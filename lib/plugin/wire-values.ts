import { blockType } from './block-type';
import { complete } from './complete';
import { fromMsgpack, toMsgpack } from './msgpack';
import type { WireValue } from './messages';
import type { BlockSchema } from './schema';
import { isObject, type Values } from './value';

/** The values of a block; undefined for a thing that does not exist. */
export function readValues(schema: BlockSchema, wired: WireValue | null | undefined): Values | undefined {
  if (!wired?.msgpack?.length) return undefined;
  const value = fromMsgpack(blockType(schema), wired.msgpack);
  return isObject(value) ? value : undefined;
}

/** For state and plan, where a write-only attribute must not be seen. */
export function writeValues(schema: BlockSchema, values: Values | undefined): WireValue {
  return { msgpack: toMsgpack(blockType(schema), values === undefined ? null : complete(schema, values)) };
}

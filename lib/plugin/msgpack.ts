import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import type { AttributeType } from './schema';
import { Dynamic, isObject, Unknown, type Value } from './value';

const UNKNOWN = 0;
/** Unknown, with what Terraform already knows about it ("not null", a prefix): read as plain unknown. */
const REFINED_UNKNOWN = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: UNKNOWN,
  encode: (value) => (value instanceof Unknown ? new Uint8Array(1) : null),
  decode: () => Unknown.VALUE,
});
extensionCodec.register({ type: REFINED_UNKNOWN, encode: () => null, decode: () => Unknown.VALUE });

/**
 * A value in the form Terraform sends and expects.
 *
 * @throws Error when the value is not of the type, or an object has an attribute that its type has not
 */
export function toMsgpack(type: AttributeType, value: Value): Uint8Array {
  return encode(wire(type, value, ''), { extensionCodec });
}

export function fromMsgpack(type: AttributeType, bytes: Uint8Array): Value {
  return typed(type, decode(bytes, { extensionCodec }));
}

function wire(type: AttributeType, value: Value | undefined, at: string): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Unknown) return value;
  if (type === 'dynamic') {
    if (!(value instanceof Dynamic)) throw mismatch(type, value, at);
    return [Buffer.from(JSON.stringify(value.type)), wire(value.type, value.value, at)];
  }
  if (typeof type === 'string') {
    if (typeof value !== (type === 'bool' ? 'boolean' : type)) throw mismatch(type, value, at);
    return value;
  }
  switch (type[0]) {
    case 'list':
    case 'set':
      if (!Array.isArray(value)) throw mismatch(type, value, at);
      return value.map((element: Value, index) => wire(type[1], element, `${at}.${index}`));
    case 'tuple':
      if (!Array.isArray(value) || value.length !== type[1].length) throw mismatch(type, value, at);
      return type[1].map((element, index) => wire(element, value[index], `${at}.${index}`));
    case 'map':
      if (!isObject(value)) throw mismatch(type, value, at);
      return mapEntries(value, (name, element) => wire(type[1], element, `${at}.${name}`));
    case 'object': {
      if (!isObject(value)) throw mismatch(type, value, at);
      const extra = Object.keys(value).find((name) => !Object.hasOwn(type[1], name));
      if (extra !== undefined) throw new Error(`the schema has no attribute "${`${at}.${extra}`.slice(1)}"`);
      return mapEntries(type[1], (name, element) => wire(element, value[name], `${at}.${name}`));
    }
  }
}

/** Names the attribute and the type only: the value may be a secret. */
function mismatch(type: AttributeType, value: Value, at: string): Error {
  const got = Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return new Error(`attribute "${at.slice(1)}" must be of type ${JSON.stringify(type)}, got ${got}`);
}

function typed(type: AttributeType, wired: unknown): Value {
  if (wired === null || wired === undefined) return null;
  if (wired instanceof Unknown) return wired;
  if (type === 'dynamic') {
    const [typeJson, value] = wired as [Uint8Array, unknown];
    const actual = JSON.parse(Buffer.from(typeJson).toString()) as AttributeType;
    return new Dynamic(actual, typed(actual, value));
  }
  // A number that a float cannot hold travels as text.
  if (type === 'number') return Number(wired);
  if (typeof type === 'string') return wired as string | boolean;
  switch (type[0]) {
    case 'list':
    case 'set':
      return (wired as unknown[]).map((element) => typed(type[1], element));
    case 'tuple':
      return (wired as unknown[]).map((element, index) => typed(type[1][index] ?? 'dynamic', element));
    case 'map':
      return mapEntries(wired as Record<string, unknown>, (_, element) => typed(type[1], element));
    case 'object': {
      const object = wired as Record<string, unknown>;
      return mapEntries(type[1], (name, element) => typed(element, object[name]));
    }
  }
}

export function mapEntries<From, To>(
  from: Readonly<Record<string, From>>,
  to: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(name, value)]));
}

import { PluginError, type Values } from '../../plugin';
import { given } from '../provider/given';
import type { GraphCredential } from './graph-client';

/** The certificate of a configuration as it is sent to Graph. */
export function keyCredential(planned: Values, newKeyId: () => string): GraphCredential {
  const { key_id, type, start_date, end_date, end_date_relative } = planned;
  if (given(start_date) && given(end_date_relative)) {
    // The real provider takes the duration for a date.
    throw new PluginError('parsing "end_date_relative"', `got "${given(end_date_relative)}"`, ['end_date_relative']);
  }
  return {
    keyId: given(key_id) ?? newKeyId(),
    type: given(type),
    usage: 'Verify',
    key: encoded(planned),
    startDateTime: given(start_date),
    endDateTime: given(end_date),
  } as GraphCredential;
}

/** Base64 of what the value holds in its encoding. */
function encoded({ encoding, value }: Values): string {
  const text = String(value);
  switch (given(encoding) ?? 'pem') {
    case 'base64':
      return text;
    case 'hex':
      return Buffer.from(text, 'hex').toString('base64');
    case 'pem':
      return Buffer.from(text).toString('base64');
    default:
      throw new PluginError(`encoding must be base64, hex or pem, got "${given(encoding)}"`, undefined, ['encoding']);
  }
}

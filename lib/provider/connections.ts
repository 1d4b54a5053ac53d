import { isObject, type Log, type Values } from '../plugin';
import type { HttpOptions } from '../admin/http';
import { oktaFrom } from './okta-connection';
import { uaaFrom } from './uaa-connection';

/**
 * How resources reach the admin APIs. A connection is made when the first resource asks for it, so that a stack
 * without resources at one identity provider needs no settings for it.
 */
export interface Connections {
  /** @throws PluginError when a setting is missing or wrong */
  okta(): ReturnType<typeof oktaFrom>;
  /** @throws PluginError when a setting is missing or wrong */
  uaa(): ReturnType<typeof uaaFrom>;
}

/** @param config the provider block; what it leaves out comes from the environment */
export function connectionsOf(config: Values, environment: NodeJS.ProcessEnv, log?: Log): Connections {
  const block = (name: string): Values => (isObject(config[name]) ? config[name] : {});
  const onCall: HttpOptions['onCall'] = ({ method, path, status }) => log?.('debug', `${method} ${path}: ${status}`);
  return {
    okta: once(() => oktaFrom(block('okta'), environment, onCall)),
    uaa: once(() => uaaFrom(block('uaa'), environment, onCall)),
  };
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  /** Where in the configuration, as `['private_key_jwt', 0, 'credentials']`. */
  readonly path?: readonly (string | number)[];
}

/**
 * An error that Terraform shows as it is written: a summary, a detail, the attribute it is about.
 *
 * `state` is kept when the call had changed something before it failed: after a create it marks the
 * resource tainted, after an update it is what the state holds from then on.
 */
export class PluginError extends Error {
  constructor(
    readonly summary: string,
    readonly detail?: string,
    readonly path?: readonly (string | number)[],
    readonly state?: Readonly<Record<string, unknown>>,
  ) {
    super(detail === undefined ? summary : `${summary}: ${detail}`);
    this.name = 'PluginError';
  }
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Writes one line of the provider's log. What it is given never holds a value of a resource, a secret or a token. */
export type Log = (level: LogLevel, message: string) => void;

/** A log in the form that Terraform reads from a provider's standard error and shows at its level under `TF_LOG`. */
export function terraformLog(name: string, write: (line: string) => void): Log {
  return (level, message) =>
    write(
      `${JSON.stringify({ '@level': level, '@message': message, '@module': name, '@timestamp': new Date().toISOString() })}\n`,
    );
}

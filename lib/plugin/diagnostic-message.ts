import { type Diagnostic, PluginError } from './diagnostic';
import { pathMessage } from './path-message';
import type { WireDiagnostic } from './messages';
import type { BlockSchema } from './schema';

export function diagnosticMessage(diagnostic: Diagnostic, schema: BlockSchema): WireDiagnostic {
  const { severity, summary, detail, path } = diagnostic;
  return {
    severity: severity === 'error' ? 1 : 2,
    summary,
    detail,
    ...(path && { attribute: pathMessage(schema, path) }),
  };
}

/** What is shown for anything thrown; only a {@link PluginError} was written to be shown. */
export function thrownMessage(thrown: unknown, schema: BlockSchema): WireDiagnostic {
  if (thrown instanceof PluginError) {
    const { summary, detail, path } = thrown;
    return diagnosticMessage({ severity: 'error', summary, detail, path }, schema);
  }
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const summary = thrown instanceof Error ? thrown.message : 'the provider failed';
  return diagnosticMessage({ severity: 'error', summary, detail }, schema);
}

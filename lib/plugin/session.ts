import type { Diagnostic } from './diagnostic';
import { diagnosticMessage, thrownMessage } from './diagnostic-message';
import type { Calls, WireDiagnostic } from './messages';
import type { CallContext, ProviderType } from './resource';
import type { BlockSchema } from './schema';

type Handler<Name extends keyof Calls> = (
  request: Calls[Name]['request'],
  signal: AbortSignal,
) => Promise<Calls[Name]['reply']>;

export type Handlers = { readonly [Name in keyof Calls]: Handler<Name> };

/** What Terraform knows as one running provider: it is configured once, answers calls, and can be stopped. */
export class Session<Client> {
  private readonly stopping = new AbortController();
  private configured?: { readonly client: Client };

  constructor(readonly provider: ProviderType<Client>) {}

  configure(client: Client): void {
    this.configured = { client };
  }

  /** Aborts the calls under way and to come. */
  stop(): void {
    this.stopping.abort();
  }

  /**
   * @param warnings gets what the call has to say beside its result
   * @throws Error when the provider was not configured
   */
  context(signal: AbortSignal, warnings: Diagnostic[]): CallContext<Client> {
    if (!this.configured) throw new Error(`provider ${this.provider.address} is not configured`);
    return {
      client: this.configured.client,
      signal: AbortSignal.any([signal, this.stopping.signal]),
      warn: (summary, detail, path) => warnings.push({ severity: 'warning', summary, detail, path }),
    };
  }
}

interface Diagnosed {
  readonly diagnostics?: readonly WireDiagnostic[];
}

/** Runs a call; what it warns of and what it throws becomes part of the reply, beside what `otherwise` keeps. */
export async function reply<Reply extends object>(
  schema: BlockSchema,
  run: (warnings: Diagnostic[]) => Promise<Reply & Diagnosed>,
  otherwise: (thrown: unknown) => Partial<Reply> = () => ({}),
): Promise<Reply | (Partial<Reply> & { readonly diagnostics: readonly WireDiagnostic[] })> {
  const warnings: Diagnostic[] = [];
  const warned = (): readonly WireDiagnostic[] => warnings.map((one) => diagnosticMessage(one, schema));
  try {
    const answer = await run(warnings);
    return warnings.length === 0 ? answer : { ...answer, diagnostics: [...(answer.diagnostics ?? []), ...warned()] };
  } catch (thrown) {
    return { ...otherwise(thrown), diagnostics: [...warned(), thrownMessage(thrown, schema)] };
  }
}

/** @throws Error when the provider has no such type */
export function find<Type>(types: Readonly<Record<string, Type>> | undefined, name: string): Type {
  const type = types && Object.hasOwn(types, name) ? types[name] : undefined;
  if (!type) throw new Error(`the provider has no type "${name}"`);
  return type;
}

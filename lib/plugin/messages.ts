/** A value on the wire; absent where the protocol means "no value at all". */
export interface WireValue {
  readonly msgpack?: Uint8Array;
}

export interface WireStep {
  readonly attributeName?: string;
  readonly elementKeyString?: string;
  readonly elementKeyInt?: number;
}

export interface WirePath {
  readonly steps: readonly WireStep[];
}

export interface WireDiagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail?: string;
  readonly attribute?: WirePath;
}

export interface WireAttribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly description?: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  readonly writeOnly?: boolean;
}

export interface WireNestedBlock {
  readonly typeName: string;
  readonly block: WireBlock;
  readonly nesting: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface WireBlock {
  readonly attributes: readonly WireAttribute[];
  readonly blockTypes: readonly WireNestedBlock[];
}

export interface WireSchema {
  readonly version: number;
  readonly block: WireBlock;
}

/** What every reply may hold beside its result. */
interface Answer {
  readonly diagnostics?: readonly WireDiagnostic[];
}

interface Named {
  readonly typeName: string;
}

interface Call<Request, Reply> {
  readonly request: Request;
  readonly reply: Reply;
}

/** The calls of plugin protocol 5 that are answered; `protocol.ts` has the numbers of the fields. */
export interface Calls {
  readonly GetSchema: Call<
    object,
    Answer & {
      readonly provider?: WireSchema;
      readonly resourceSchemas?: Readonly<Record<string, WireSchema>>;
      readonly dataSourceSchemas?: Readonly<Record<string, WireSchema>>;
    }
  >;
  readonly GetResourceIdentitySchemas: Call<object, object>;
  readonly PrepareProviderConfig: Call<
    { readonly config?: WireValue },
    Answer & { readonly preparedConfig?: WireValue }
  >;
  readonly Configure: Call<{ readonly config?: WireValue }, Answer>;
  readonly ValidateResourceTypeConfig: Call<
    Named & {
      readonly config?: WireValue;
      readonly clientCapabilities?: { readonly writeOnlyAttributesAllowed?: boolean } | null;
    },
    Answer
  >;
  readonly ValidateDataSourceConfig: Call<Named & { readonly config?: WireValue }, Answer>;
  readonly UpgradeResourceState: Call<
    Named & { readonly version: number; readonly rawState?: { readonly json?: Uint8Array } },
    Answer & { readonly upgradedState?: WireValue }
  >;
  readonly ReadResource: Call<
    Named & { readonly currentState?: WireValue; readonly private?: Uint8Array },
    Answer & { readonly newState?: WireValue; readonly private?: Uint8Array }
  >;
  readonly PlanResourceChange: Call<
    Named & {
      readonly priorState?: WireValue;
      readonly proposedNewState?: WireValue;
      readonly config?: WireValue;
      readonly priorPrivate?: Uint8Array;
    },
    Answer & {
      readonly plannedState?: WireValue;
      readonly requiresReplace?: readonly WirePath[];
      readonly plannedPrivate?: Uint8Array;
      readonly legacyTypeSystem?: boolean;
    }
  >;
  readonly ApplyResourceChange: Call<
    Named & {
      readonly priorState?: WireValue;
      readonly plannedState?: WireValue;
      readonly config?: WireValue;
      readonly plannedPrivate?: Uint8Array;
    },
    Answer & { readonly newState?: WireValue; readonly private?: Uint8Array; readonly legacyTypeSystem?: boolean }
  >;
  readonly ImportResourceState: Call<
    Named & { readonly id: string },
    Answer & { readonly importedResources?: readonly (Named & { readonly state: WireValue })[] }
  >;
  readonly ReadDataSource: Call<Named & { readonly config?: WireValue }, Answer & { readonly state?: WireValue }>;
  readonly Stop: Call<object, { readonly error?: string }>;
}

/** One call of the admin API, as it is logged and as interceptors see it: never with its body, which may be secret. */
export interface AdminCall {
  /** Counts from 0. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly mutating: boolean;
}

/** What goes wrong with a call. The commit is the moment the model changes. */
export type Fault =
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'fail-after-commit'; readonly status: number; readonly body?: unknown }
  /** The connection breaks without an answer. */
  | { readonly kind: 'drop-before-commit' }
  | { readonly kind: 'drop-after-commit' }
  /** The connection breaks at once, and the call is committed `delay` milliseconds later all the same. */
  | { readonly kind: 'commit-after-disconnect'; readonly delay: number }
  /** Neither commit nor answer, until the model is closed. */
  | { readonly kind: 'hang' };

/** May wait, and kill what calls meanwhile: the call is committed all the same when no fault is returned. */
export type Interceptor = (call: AdminCall) => Fault | undefined | Promise<Fault | undefined>;

export type AfterInterceptor = (call: AdminCall) => void | Promise<void>;

import type { Commit } from '../git/log';

/** Where a version of the manifest is. */
export type Origin =
  | { readonly kind: 'commit'; readonly commit: Commit; readonly isMerge: boolean }
  /** The end of a shallow clone: it holds what came before it, too. */
  | { readonly kind: 'end'; readonly commit: Commit }
  | { readonly kind: 'work tree' };

import type { PipelineSettings } from './settings';

/** How a pipeline of one platform does what the others do in another way. Every text is a piece of bash. */
export interface Host {
  /** A folder of this run alone, which outlives a step. */
  readonly folder: string;
  /** The page of this run. */
  readonly link: string;
  /** Pushes `HEAD` to the branch of the request, over what `$lease` says is there. */
  push(settings: PipelineSettings): string;
  /** Makes sure that exactly one request is open for the branch. */
  request(settings: PipelineSettings): string;
  /** Shows `$work/review.md` beside the request. */
  readonly review: string;
}

export const REQUEST = {
  title: 'Rotate credentials that are due',
  body: 'Steps of cdktf-rotation that are due. The review shows the change of the manifest, the plan and what the guard proves of it.',
} as const;

/**
 * Pushes to the branch of the request at a remote.
 *
 * @param how in which words git is told to, and what else it is told
 */
export function pushTo(
  remote: string,
  { branch }: PipelineSettings,
  how: { readonly push?: string; readonly options?: readonly string[] } = {},
): string {
  const { push = 'git push', options = [] } = how;
  return [
    `${push} --quiet --force-with-lease="refs/heads/${branch}:$lease"`,
    ...options,
    `${remote} 'HEAD:refs/heads/${branch}'`,
  ].join(' \\\n  ');
}

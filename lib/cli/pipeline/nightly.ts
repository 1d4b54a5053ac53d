import { quoted } from '../quoted';
import type { Host } from './host';
import type { PipelineSettings } from './settings';
import { checkOut, start, synthesize } from './shell';
import { blocks, indent } from './text';

/**
 * Takes the steps that are due and keeps one request open for them. A set that is refused stops no other; the run ends
 * with its exit code after the request is made.
 */
export function nightlyScript(settings: PipelineSettings, host: Host): string {
  const { manifest, branch, main, stack, runway, privateKeyTo } = settings;
  const keys = privateKeyTo === undefined ? '' : ` --private-key-to ${quoted(privateKeyTo)}`;
  const note = keys === '' ? '' : '# shellcheck disable=SC2016 # the command expands it\n';
  return blocks(
    start(host),
    checkOut(settings),
    synthesize(settings),
    `
# An open request goes on from its manifest, so that no step is taken twice and no key is made twice.
if git rev-parse --verify --quiet 'refs/remotes/origin/${branch}' >/dev/null; then
  fork="$(git merge-base origin/${main} 'origin/${branch}')"
  git show "$fork:${manifest}" >"$work/fork.json"
  git show 'origin/${branch}:${manifest}' >"$work/open.json"
  if ! git merge-file --quiet ${manifest} "$work/fork.json" "$work/open.json" ||
    ! git show origin/${main}:${manifest} | npx cdktf-rotation validate --file ${manifest} --base -; then
    echo 'the open request does not fit ${main} any more: it is made anew'
    git checkout --quiet HEAD -- ${manifest}
  fi
fi`,
    `
code=0
${note}terraform -chdir=${stack} show -json |
  npx cdktf-rotation advance --due --file ${manifest} --applied - --json${keys} >"$work/advance.json" || code=$?
cat "$work/advance.json"
case "$code" in
  0 | 3 | 4) ;;
  *) exit "$code" ;;
esac`,
    `
if ! git diff --quiet origin/${main} -- ${manifest}; then
  if ! git diff --quiet 'refs/remotes/origin/${branch}' -- ${manifest} 2>/dev/null; then
    git -c user.name=cdktf-rotation -c user.email=cdktf-rotation@noreply.invalid \\
      commit --quiet --message 'Rotate what is due' ${manifest}
    lease="$(git rev-parse --verify --quiet 'refs/remotes/origin/${branch}' || true)"
${indent(host.push(settings), 4)}
  fi
${indent(host.request(settings), 2)}
fi`,
    `
terraform -chdir=${stack} show -json |
  npx cdktf-rotation status --file ${manifest} --applied - --json --fail-if-runway-below ${runway} >"$work/status.json" || code=$?
exit "$code"`,
  );
}

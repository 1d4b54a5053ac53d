import type { Host } from './host';
import type { PipelineSettings } from './settings';
import { blocks } from './text';

/** Every script begins so; files of the run are for nobody else to read. */
export function start({ folder }: Host): string {
  return `
set -euo pipefail
umask 077
work=${folder}
rm -rf "$work"
mkdir -p "$work"`;
}

/** The tip of the main branch, whatever commit the run was started for, and the branch of the request. */
export function checkOut({ main, branch }: PipelineSettings): string {
  const ref = (name: string): string => `'+refs/heads/${name}:refs/remotes/origin/${name}'`;
  return `
git fetch --quiet --no-tags --prune origin ${ref(main)} ${ref(branch.replace(/[^/]+$/, '*'))}
git checkout --quiet --force --detach origin/${main}`;
}

export function synthesize({ synth, stack }: PipelineSettings): string {
  return `
npm ci
${synth}
terraform -chdir=${stack} init -input=false -no-color`;
}

/**
 * Shows a pull request as its reviewer wants it: the change of the manifest, the plan, what the guard proves of it. The
 * plan and its JSON hold secrets: one is a file that is removed, the other goes through a pipe.
 */
export function reviewScript(settings: PipelineSettings, host: Host): string {
  const { manifest, main, stack } = settings;
  return blocks(
    start(host),
    `
git fetch --quiet --no-tags origin '+refs/heads/${main}:refs/remotes/origin/${main}'
base="$(git merge-base origin/${main} HEAD)"
if git diff --quiet "$base" HEAD -- ${manifest}; then
  echo '${manifest} is unchanged: nothing to review'
  exit 0
fi`,
    synthesize(settings),
    `
code=0
if git cat-file -e "$base:${manifest}" 2>/dev/null; then
  git show "$base:${manifest}" |
    npx cdktf-rotation validate --file ${manifest} --base - 2>&1 | tee "$work/validate.txt" || code=$?
else
  npx cdktf-rotation validate --file ${manifest} 2>&1 | tee "$work/validate.txt" || code=$?
fi`,
    `
trap 'rm -f "$work/plan"' EXIT
planned=0
terraform -chdir=${stack} plan -input=false -no-color -lock-timeout=5m -out="$work/plan" 2>&1 |
  tee "$work/plan.txt" || planned=$?
if [ "$planned" = 0 ]; then
  terraform -chdir=${stack} show -json "$work/plan" |
    npx cdktf-rotation guard --file ${manifest} --markdown "$work/guard.md" || code=$?
else
  code="$planned"
fi`,
    `
{
  [ ! -f "$work/guard.md" ] || cat "$work/guard.md"
  printf '\\n## %s\\n\\n~~~~~~text\\n' ${manifest}
  cat "$work/validate.txt"
  printf '~~~~~~\\n\\n~~~~~~diff\\n'
  git diff "$base" HEAD -- ${manifest}
  printf '~~~~~~\\n\\n## Plan\\n\\n~~~~~~text\\n'
  head -c 300000 "$work/plan.txt"
  printf '~~~~~~\\n'
} >"$work/review.md"
${host.review}
exit "$code"`,
  );
}

/** Plans with the manifest of the main branch, lets the guard look at this plan, and applies this plan. */
export function applyScript(settings: PipelineSettings, host: Host): string {
  const { manifest, stack } = settings;
  const status = (file: string): string => `
terraform -chdir=${stack} show -json |
  npx cdktf-rotation status --file ${manifest} --applied - --json >"$work/${file}.json"`;
  return blocks(
    start(host),
    `trap 'rm -f "$work/plan"' EXIT`,
    checkOut(settings),
    synthesize(settings),
    status('before'),
    `
terraform -chdir=${stack} plan -input=false -no-color -lock-timeout=5m -out="$work/plan"
terraform -chdir=${stack} show -json "$work/plan" | npx cdktf-rotation guard --file ${manifest}
terraform -chdir=${stack} apply -input=false -no-color -lock-timeout=5m "$work/plan"`,
    status('after'),
  );
}

export const JOBS = ['nightly', 'review', 'apply'] as const;
export type Job = (typeof JOBS)[number];

/**
 * Tells the webhook what people should know of a job. Where not even the command could be installed, curl says that the
 * job failed. Nothing that goes wrong here fails the job; the address of the webhook is no argument of a command.
 */
export function notifyScript({ manifest, webhook, runway }: PipelineSettings, host: Host, job: Job): string {
  return blocks(
    `
set -euo pipefail
work=${host.folder}
link=${host.link}`,
    `
if npx --no cdktf-rotation pipeline notify --file ${manifest} --job ${job} --result "$RESULT" \\
  --from "$work" --link "$link" --webhook ${webhook} --fail-if-runway-below ${runway}; then
  exit 0
fi
case "$RESULT" in [Ss]ucc*) exit 0 ;; esac
[ -n "\${${webhook}:-}" ] || exit 0
printf '{"text": "${manifest}: the ${job} job ended with %s: %s"}' "$RESULT" "$link" |
  curl --silent --show-error --max-time 30 --output /dev/null --header 'content-type: application/json' \\
    --data @- --config <(printf 'url = "%s"\\n' "$${webhook}") ||
  echo 'the webhook could not be reached'`,
  );
}

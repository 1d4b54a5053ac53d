import { Duration, InputError, Manifest, type ManifestSet, parseTimestamp } from '../../rotation';
import { Luck } from './luck';
import type { SimulationOptions } from './options';
import type { SimulationReport } from './report';
import { runTimes } from './run-times';
import { SimulatedSet } from './simulated-set';

/**
 * Lets a nightly pipeline run on a manifest for years of a fake time, in milliseconds, with what goes wrong: does a year
 * pass without a failed sign-in? Every cache that a consumer may have is looked at, at every moment.
 *
 * It runs the schedule and the state machine, no Terraform and no identity provider. Every kind counts as one that ends a
 * credential when the manifest says so; Okta and UAA end none, so an outage of theirs by age is a promise of the policy
 * that is broken, and not yet a refused sign-in.
 *
 * @throws InputError when the manifest or an option cannot be read, or the time begins before the last step
 */
export function simulateRotation(options: SimulationOptions): SimulationReport {
  const manifest = Manifest.parse(options.manifest);
  const begin = beginOf(manifest, options.from);
  const end = Duration.parse(options.duration).after(begin);
  const luck = new Luck(options.mishaps ?? {});
  const sets = new Map(manifest.names.map((name) => [name, simulated(manifest.find(name), begin, options)]));
  const requests = sorted(options, sets);
  const all = [...sets.values()];
  const times = runTimes(options.pipeline?.runs ?? ['02:00Z'], begin, end);
  const applyAfter = Duration.parse(options.pipeline?.applyAfter ?? '15m');
  const count = { runs: 0, missedRuns: 0, failedApplies: 0 };

  const apply = (now: Date): void => {
    for (const set of all.filter(({ isUnapplied }) => isUnapplied)) {
      const result = luck.apply();
      if (result !== 'done') count.failedApplies += 1;
      set.apply(now, result);
    }
  };
  let open: Date | undefined;
  const mergeUntil = (now: Date): void => {
    if (!open || open > now) return;
    for (const set of all) set.merge();
    apply(open);
    open = undefined;
  };
  for (const run of times) {
    mergeUntil(run);
    while (requests[0] && requests[0].at <= run) {
      const { set, at } = requests.shift() as (typeof requests)[number];
      set.ask(at);
    }
    if (luck.isMissed(run)) {
      count.missedRuns += 1;
      continue;
    }
    count.runs += 1;
    apply(run);
    for (const set of all) set.propose(run);
    const isOpen = all.some(({ hasProposal }) => hasProposal);
    open = isOpen ? (open ?? luck.mergeAt(applyAfter.after(run))) : undefined;
  }
  mergeUntil(end);
  const reports = all.map((set) => set.report(end.getTime()));
  return { sets: reports, outages: reports.flatMap(({ outages }) => outages), ...count };
}

function beginOf(manifest: Manifest, from: string | undefined): Date {
  const [last] = manifest.names
    .map((name) => ({ name, at: manifest.find(name).state.last.at }))
    .sort((one, other) => (one.at < other.at ? 1 : -1));
  if (!last) throw new InputError('a simulation needs a manifest with a set, got none: "cdktf-rotation add" makes one');
  const begin = parseTimestamp(from ?? last.at);
  if (parseTimestamp(last.at) <= begin) return begin;
  throw new InputError(
    `a simulation begins after the last step of each set, got from "${from}" and a step of "${last.name}" at ${last.at}`,
  );
}

function simulated(set: ManifestSet, begin: Date, { consumers = {} }: SimulationOptions): SimulatedSet {
  const cache = consumers.cache === undefined ? set.policy.grace : Duration.parse(consumers.cache);
  const replicaLag = Duration.parse(consumers.replicaLag ?? '1m').inSeconds * 1000;
  return new SimulatedSet(set, { begin: begin.getTime(), cache: cache.inSeconds * 1000, replicaLag });
}

function sorted({ requests = [] }: SimulationOptions, sets: ReadonlyMap<string, SimulatedSet>) {
  return requests
    .map(({ set: name, at }) => {
      const set = sets.get(name);
      if (!set) throw new InputError(`a request is for a set of the manifest, got "${name}"`);
      return { set, at: parseTimestamp(at) };
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

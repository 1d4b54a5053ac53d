/** Sign-ins that would have failed. */
export interface SignInOutage {
  readonly set: string;
  /** First and last moment, `2027-01-01T00:00:00Z`; the last one is the end of the simulation at most. */
  readonly from: string;
  readonly until: string;
  readonly why: string;
}

export interface SimulatedStep {
  readonly step: string;
  /** When it was applied. */
  readonly at: string;
}

/** What became of one set. */
export interface SimulatedSetReport {
  readonly set: string;
  readonly steps: readonly SimulatedStep[];
  /** How often consumers were moved to another credential. */
  readonly rotations: number;
  /** The longest time between two rotations, or from the last one to the end, in days. */
  readonly longestInterval: number;
  /** When the runway was shortest, seen from a run: in days; absent while current is outside all the time. */
  readonly shortestRunway?: { readonly days: number; readonly at: string };
  readonly outages: readonly SignInOutage[];
  /** Why the schedule stopped, as `advance` says it; absent when it did not. */
  readonly stopped?: string;
}

export interface SimulationReport {
  readonly sets: readonly SimulatedSetReport[];
  /** Those of all sets: none when no sign-in would have failed. */
  readonly outages: readonly SignInOutage[];
  readonly runs: number;
  readonly missedRuns: number;
  readonly failedApplies: number;
}

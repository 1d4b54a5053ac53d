/** What a simulation begins with. */
export interface SimulationOptions {
  /** The text of the manifest, as it stands in git. Its sets count as applied as they are. */
  readonly manifest: string;
  /**
   * The first moment, `2027-01-01T00:00:00Z`: not before the last step in the manifest.
   *
   * @default the last step in the manifest
   */
  readonly from?: string;
  /** How long, such as `365d`. */
  readonly duration: string;
  readonly pipeline?: SimulatedPipeline;
  readonly consumers?: SimulatedConsumers;
  readonly mishaps?: SimulatedMishaps;
  /** Rotations that people ask for with `rotate`. Without one, a set that is not automatic stays as it is. */
  readonly requests?: readonly { readonly set: string; readonly at: string }[];
}

/** When `advance --due --applied` runs, and what follows. */
export interface SimulatedPipeline {
  /**
   * Times of day of its runs, in UTC or as `02:30 Europe/Berlin`.
   *
   * @default one run at 02:00Z
   */
  readonly runs?: readonly string[];
  /**
   * From a run to the apply of what it proposed.
   *
   * @default 15m
   */
  readonly applyAfter?: string;
}

export interface SimulatedConsumers {
  /**
   * How long a consumer goes on with what it has read, at most.
   *
   * @default the grace of each set, which is what the policy promises
   */
  readonly cache?: string;
  /**
   * How long after its apply a new credential signs in everywhere.
   *
   * @default 1m
   */
  readonly replicaLag?: string;
}

/** What goes wrong, by chance: the same for the same seed. Probabilities are 0 to 1; all are 0 unless they are given. */
export interface SimulatedMishaps {
  /** @default 1 */
  readonly seed?: number;
  /** That a run does not take place. */
  readonly missedRuns?: number;
  /** Times in which no run takes place and nothing is applied. */
  readonly pipelineDown?: readonly { readonly from: string; readonly until: string }[];
  /** That what a run proposes is merged late. */
  readonly lateMerges?: number;
  /**
   * How late, at most.
   *
   * @default 3d
   */
  readonly latestMerge?: string;
  /** That the apply of a set fails; the next run takes it up again. */
  readonly failedApplies?: number;
}

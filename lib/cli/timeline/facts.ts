import { timestamp } from '../../rotation';
import type { Timeline, TimelineSet } from './model';

/** What a timeline shows, for machines and for tables. */
export interface TimelineFacts {
  readonly manifest: string;
  readonly from: string;
  readonly until: string;
  readonly now: string;
  readonly sets: readonly SetFacts[];
}

export interface SetFacts extends Pick<TimelineSet, 'name' | 'title' | 'kind'> {
  readonly credentials: readonly CredentialFacts[];
  /** Where consumers get their credential: slot a, slot b, or outside. */
  readonly current: readonly { readonly current: string; readonly from: string; readonly until?: string }[];
  readonly coming: readonly { readonly at: string; readonly number: number; readonly step: string }[];
  readonly frozen: readonly { readonly from: string; readonly until: string; readonly reasons: readonly string[] }[];
  readonly runwayEnds?: string;
}

export interface CredentialFacts {
  readonly slot: string;
  readonly generation: number;
  readonly from: string;
  readonly until: string;
  readonly end: string;
}

export function timelineFacts({ manifest, from, until, now, sets }: Timeline): TimelineFacts {
  return { manifest, from: timestamp(from), until: timestamp(until), now: timestamp(now), sets: sets.map(setFacts) };
}

function setFacts({ name, title, kind, credentials, current, coming, frozen, runwayEnds }: TimelineSet): SetFacts {
  return {
    name,
    ...(title !== undefined && { title }),
    kind,
    credentials: credentials.map((one) => ({ ...one, from: timestamp(one.from), until: timestamp(one.until) })),
    current: current.map((one) => ({
      current: one.current,
      from: timestamp(one.from),
      ...(one.until && { until: timestamp(one.until) }),
    })),
    coming: coming.map(({ at, number, step }) => ({ at: timestamp(at), number, step })),
    frozen: frozen.map((one) => ({ ...one, from: timestamp(one.from), until: timestamp(one.until) })),
    ...(runwayEnds && { runwayEnds: timestamp(runwayEnds) }),
  };
}

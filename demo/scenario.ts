import type { Timeline } from 'cdktf-rotation/testing';
import type { Result } from './rehearsal';
import type { World } from './world';

/** One line of the demo's table: a way of rotating one kind of credential. */
export interface Scenario {
  readonly kind: string;
  readonly pattern: string;
  readonly title: string;
  readonly rehearse: (
    world: World,
    progress: (text: string) => void,
  ) => Promise<{ readonly result: Result; readonly timeline: Timeline }>;
}

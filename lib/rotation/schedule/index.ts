export { comingSteps, type ComingStep, type Horizon } from './coming-steps';
export { type Due, dueOf } from './due';
export type { Freeze, Frozen } from './freeze';
export type { FreezeOptions } from './freeze-window';
export { leakedText, pauseFor, replacementOverride } from './replacement-turn';
export { type Hold, scheduleComplaint, type ScheduledStep, type Turn, turnOf } from './turn';
export type { TimeOfDay } from './time-of-day';
export { overAt } from './waits';
export { type Runway, runwayOf } from './runway';

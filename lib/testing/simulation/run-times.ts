import { TimeOfDay } from '../../rotation/schedule/time-of-day';

/** Every run between two moments, in the order of time. @throws InputError when a time of day is unreadable */
export function runTimes(times: readonly string[], begin: Date, end: Date): readonly Date[] {
  const runs = times
    .map((time) => TimeOfDay.parse(time))
    .flatMap((time) => {
      const days: Date[] = [];
      const first = time.zone.dayOf(time.firstFrom(begin));
      for (let day = first, run = time.on(day); run < end; run = time.on(++day)) days.push(run);
      return days;
    });
  return runs.sort((one, other) => one.getTime() - other.getTime());
}

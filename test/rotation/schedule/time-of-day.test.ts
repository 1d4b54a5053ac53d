import { InputError } from '../../../lib/rotation';
import { TimeOfDay } from '../../../lib/rotation/schedule/time-of-day';
import { DAY_SECONDS, dayNumber, Zone } from '../../../lib/rotation/schedule/zone';

const on = (at: string, date: string): string => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return TimeOfDay.parse(at)
    .on(dayNumber(year, month, day))
    .toISOString()
    .slice(0, 16);
};

describe('on a day', () => {
  test.each([
    ['02:00Z', '2026-03-29', '2026-03-29T02:00', 'UTC knows no change'],
    ['02:00 UTC', '2026-03-29', '2026-03-29T02:00', 'nor does its name'],
    ['02:30 Europe/Berlin', '2026-01-15', '2026-01-15T01:30', 'winter'],
    ['02:30 Europe/Berlin', '2026-07-15', '2026-07-15T00:30', 'summer'],
    ['02:30 Europe/Berlin', '2026-03-29', '2026-03-29T01:00', 'in the gap: 03:00 is the first moment after it'],
    ['02:00 Europe/Berlin', '2026-03-29', '2026-03-29T01:00', 'the first minute of the gap'],
    ['01:59 Europe/Berlin', '2026-03-29', '2026-03-29T00:59', 'the last minute before the gap'],
    ['03:00 Europe/Berlin', '2026-03-29', '2026-03-29T01:00', 'the first minute after the gap'],
    ['02:30 Europe/Berlin', '2026-10-25', '2026-10-25T00:30', 'twice: the first one'],
    ['03:00 Europe/Berlin', '2026-10-25', '2026-10-25T02:00', 'once, after both'],
    ['02:30 America/New_York', '2026-03-08', '2026-03-08T07:00', 'gap'],
    ['01:30 America/New_York', '2026-11-01', '2026-11-01T05:30', 'twice: the first one'],
    ['02:15 Australia/Lord_Howe', '2026-10-04', '2026-10-03T15:30', 'a gap of half an hour: 02:30'],
    ['01:45 Australia/Lord_Howe', '2026-04-05', '2026-04-04T14:45', 'half an hour twice: the first one'],
    ['02:15 Australia/Lord_Howe', '2026-04-05', '2026-04-04T15:45', 'after both'],
    ['02:30 Asia/Kolkata', '2026-03-29', '2026-03-28T21:00', 'half an hour off, no change'],
    ['00:00 Africa/Cairo', '2026-04-24', '2026-04-23T22:00', 'the gap is at midnight'],
    ['02:30 Europe/Berlin', '2028-02-29', '2028-02-29T01:30', 'leap day'],
    ['02:00Z', '2028-02-29', '2028-02-29T02:00', 'leap day'],
  ])('%s on %s is %s (%s)', (at, date, moment) => {
    expect(on(at, date)).toBe(moment);
  });

  // A second opinion, from the clock on the wall that Intl shows.
  test.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Sao_Paulo', 'UTC'])(
    'of two years in %s is the first moment at which the clock shows it or a later time',
    (zone) => {
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
      for (const time of ['00:00', '02:15', '23:45']) {
        const at = TimeOfDay.parse(`${time} ${zone}`);
        for (let day = dayNumber(2026, 1, 1); day < dayNumber(2028, 3, 2); day += 1) {
          const moment = at.on(day);
          const wanted = `${new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10)} ${time}`;
          if (wall.format(moment) < wanted) throw new Error(`${wanted} is ${moment.toISOString()}: too early`);
          for (const earlier of [1, 30, 60]) {
            const shown = wall.format(new Date(moment.getTime() - earlier * 60_000));
            if (shown >= wanted) throw new Error(`${wanted} is ${moment.toISOString()}: ${earlier} minutes too late`);
          }
          expect(at.zone.dayOf(moment)).toBe(day);
        }
      }
    },
  );
});

describe('the first from a moment', () => {
  test.each([
    ['02:00Z', '2026-03-01T02:00:00Z', '2026-03-01T02:00'],
    ['02:00Z', '2026-03-01T02:00:01Z', '2026-03-02T02:00'],
    ['02:00Z', '2028-02-28T12:00:00Z', '2028-02-29T02:00'],
    ['02:30 Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T01:00'],
    ['02:30 Europe/Berlin', '2026-03-29T01:00:01Z', '2026-03-30T00:30'],
    ['02:30 Europe/Berlin', '2026-10-25T00:30:01Z', '2026-10-26T01:30'],
    ['00:30 Asia/Kolkata', '2026-03-01T18:59:00Z', '2026-03-01T19:00'],
  ])('%s from %s is %s', (at, from, first) => {
    expect(TimeOfDay.parse(at).firstFrom(new Date(from)).toISOString().slice(0, 16)).toBe(first);
  });
});

test.each(['24:00Z', '2:00Z', '02:60Z', '02:00', '02:00Z ', '02:00  UTC', '', '02:00Europe/Berlin'])(
  '%j is none',
  (at) => {
    expect(() => TimeOfDay.parse(at)).toThrow(InputError);
  },
);

test.each(['Europe/Belin', '+01:00', 'Z', '../etc', 'Mars/Olympus'])('%s is no zone, and a remedy is named', (zone) => {
  expect(() => Zone.of(zone)).toThrow(/^a time zone is a name of the IANA database .*: look the name up, or/);
});

// Times, ages and measures as an officer reads them, in a language.

import { localeOf, sayIn, type Language, type Say } from '../text';
import { nearest } from './places';
import type { Point } from './geo';

export interface Formats {
  say: Say;
  /** `08:15:30`, with the day when it is not today's. */
  time(moment: string | number, now: number): string;
  /** With day and seconds. */
  full(moment: string | number): string;
  /** How long ago, in the largest units that matter. */
  age(moment: string | number, now: number): string;
  /** How long, given in milliseconds. */
  span(ms: number): string;
  number(value: number, digits?: number): string;
  /** Metres, or kilometres from one on. */
  length(metres: number): string;
  /** Near which town. */
  place(point: Point | null | undefined): string;
  /** `21.8531, 106.7612`, the same in all languages. */
  coordinates(point: Point): string;
  /** Which zone times are told in: `GMT+7`. */
  zone(now: number): string;
}

/** @param timeZone an IANA name; left out: the browser's. */
export const formats = (language: Language, timeZone?: string): Formats => {
  const say = sayIn(language);
  const locale = localeOf[language];
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', ...zone });
  const day = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', ...zone });
  const numbers = new Map<number, Intl.NumberFormat>();
  const zoneName = new Intl.DateTimeFormat(locale, { timeZoneName: 'shortOffset', ...zone });

  const of = (moment: string | number) => (typeof moment === 'number' ? moment : Date.parse(moment));
  const number = (value: number, digits = 0) => {
    let format = numbers.get(digits);
    if (!format) numbers.set(digits, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits })));
    return format.format(value);
  };
  const span = (ms: number) => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    if (seconds < 60) return say('age.seconds', { n: seconds });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return say('age.minutes', { n: minutes });
    const hours = Math.floor(minutes / 60);
    return hours < 24 ? say('age.hours', { h: hours, m: minutes % 60 }) : say('age.days', { d: Math.floor(hours / 24), h: hours % 24 });
  };

  return {
    say,
    number,
    span,
    time: (moment, now) => {
      const at = of(moment);
      return day.format(at) === day.format(now) ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
    },
    full: moment => `${day.format(of(moment))} ${clock.format(of(moment))}`,
    age: (moment, now) => {
      const ms = now - of(moment);
      return ms < 2000 ? say('age.now') : span(ms);
    },
    length: metres => (metres < 1000 ? say('unit.m', { n: number(metres) }) : say('unit.km', { n: number(metres / 1000, 1) })),
    place: point => {
      if (!point) return say('place.unknown');
      const near = nearest(point);
      if (near === null) return `${point.lat.toFixed(3)}, ${point.lon.toFixed(3)}`;
      return near.km < 2
        ? say('place.at', { name: near.name })
        : say('place.near', { name: near.name, km: number(near.km), direction: say(`direction.${near.direction}`) });
    },
    coordinates: point => `${point.lat.toFixed(4)}, ${point.lon.toFixed(4)}`,
    zone: now => zoneName.formatToParts(now).find(p => p.type === 'timeZoneName')?.value ?? 'UTC',
  };
};

/** What a field for date and time shows, and gives back: the reader's own clock to the minute, without a zone. */
export const localTime = (moment: number): string => new Date(moment - new Date(moment).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

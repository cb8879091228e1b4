// Going through the past: a clock that runs at any pace, and where things were by it.

import type { Reading } from '../api/types';
import type { Known } from './route';

export const paces = [1, 10, 60, 120, 300, 600] as const;

export interface Clock { from: number; to: number; at: number; pace: number; isPlaying: boolean }

const within = (clock: Clock, at: number): number => Math.min(clock.to, Math.max(clock.from, at));

/** Lets real time pass; at the end of the range the clock stops. */
export const tick = (clock: Clock, elapsedMs: number): Clock => {
  if (!clock.isPlaying) return clock;
  const at = within(clock, clock.at + elapsedMs * clock.pace);
  return { ...clock, at, isPlaying: at < clock.to };
};

export const seek = (clock: Clock, at: number): Clock => ({ ...clock, at: within(clock, at) });

/** Plays, or pauses; from the end it begins again. */
export const toggle = (clock: Clock): Clock =>
  clock.isPlaying ? { ...clock, isPlaying: false } : { ...clock, isPlaying: true, at: clock.at >= clock.to ? clock.from : clock.at };

/** Where the replay of what happened at a moment begins: a minute before, but not before the departure. */
export const minuteBefore = (moment: number, departedAt: string | null | undefined): number =>
  Math.max(moment - 60_000, departedAt == null ? -Infinity : Date.parse(departedAt));

export interface Fix { at: number; recordedAt: number; lat: number; lon: number; speedKph: number | null; headingDeg: number | null }

/** The positions that can be believed, in order of device time. */
export const fixes = (readings: readonly Reading[]): Fix[] =>
  readings.flatMap(r => (r.lat === undefined || r.lon === undefined || r.mark !== undefined ? [] : [{
    at: Date.parse(r.at), recordedAt: Date.parse(r.recordedAt), lat: r.lat, lon: r.lon, speedKph: r.speedKph ?? null, headingDeg: r.headingDeg ?? null,
  }]));

/** Between two fixes this far apart nobody knows where it was. */
const gapMs = 2 * 60_000;

/**
 * Where something was at a moment. By what is known now it glides from fix to fix; by what was known then it stands where it was last seen, for the next fix had not come.
 */
export const placeAt = (track: readonly Fix[], at: number, known: Known): Fix | null => {
  let low = 0;
  let high = track.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (track[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  if (known === 'then') {
    for (let i = low - 1; i >= 0; i--) if (track[i]!.recordedAt <= at) return track[i]!;
    return null;
  }
  const before = track[low - 1];
  if (before === undefined) return null;
  const after = track[low];
  if (after === undefined || after.at - before.at > gapMs) return before;
  const share = (at - before.at) / (after.at - before.at);
  return { ...before, at, lat: before.lat + (after.lat - before.lat) * share, lon: before.lon + (after.lon - before.lon) * share };
};

/** Whether anything had been told at a moment, by what is known now or was known then. */
export const isKnownAt = (readings: readonly Reading[], at: number, known: Known): boolean =>
  readings.some(r => Date.parse(r.at) <= at && (known === 'now' || Date.parse(r.recordedAt) <= at));

/** The way up to a moment. */
export const trackUntil = (track: readonly Fix[], at: number, known: Known): Fix[] => track.filter(f => f.at <= at && (known === 'now' || f.recordedAt <= at));

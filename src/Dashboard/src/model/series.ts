// Lines of values over time, for charts.

import type { Reading } from '../api/types';

export interface Sample { at: number; value: number }

/** One value of an asset's readings over time; what was marked as not to be believed is left out. */
export const series = (readings: readonly Reading[], value: (reading: Reading) => number | undefined): Sample[] =>
  readings.flatMap(reading => {
    const v = value(reading);
    return v === undefined || reading.mark !== undefined ? [] : [{ at: Date.parse(reading.at), value: v }];
  });

/** Fewer samples that look the same: of each stretch of time the lowest and the highest are kept. */
export const thin = (samples: readonly Sample[], stretches: number): Sample[] => {
  if (samples.length <= stretches * 2) return [...samples];
  const first = samples[0]!.at;
  const width = (samples[samples.length - 1]!.at - first) / stretches || 1;
  const kept: Sample[] = [];
  for (let i = 0; i < samples.length;) {
    const stretch = Math.floor((samples[i]!.at - first) / width);
    let low = samples[i]!;
    let high = low;
    for (; i < samples.length && Math.floor((samples[i]!.at - first) / width) === stretch; i++) {
      if (samples[i]!.value < low.value) low = samples[i]!;
      if (samples[i]!.value > high.value) high = samples[i]!;
    }
    kept.push(...(low === high ? [low] : low.at < high.at ? [low, high] : [high, low]));
  }
  return kept;
};

/** Pieces between which nothing was heard for longer than the gap: no line is drawn over what is not known. */
export const pieces = (samples: readonly Sample[], gapMs: number): Sample[][] => {
  const all: Sample[][] = [];
  for (const sample of samples) {
    const last = all[all.length - 1];
    if (last !== undefined && sample.at - last[last.length - 1]!.at <= gapMs) last.push(sample);
    else all.push([sample]);
  }
  return all;
};

/** Round numbers across a range, for a scale. */
export const ticks = (low: number, high: number, about: number): number[] => {
  const span = high - low || 1;
  const raw = span / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= raw)!;
  const all: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) all.push(Number((i * step).toPrecision(12)));
  return all;
};

/** Moments across a range that a clock shows as round. */
export const timeTicks = (from: number, to: number, about: number): number[] => {
  const steps = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 604_800].map(s => s * 1000);
  const step = steps.find(s => s >= (to - from) / about) ?? steps[steps.length - 1]!;
  const all: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) all.push(at);
  return all;
};

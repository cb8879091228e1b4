import { describe, expect, it } from 'vitest';
import type { Reading, StoredEvent } from '../src/api/types';
import { fixes, isKnownAt, minuteBefore, placeAt, seek, tick, toggle, trackUntil, type Clock } from '../src/model/replay';
import { pieces, series, thin, ticks, timeTicks } from '../src/model/series';
import { timeline } from '../src/model/timeline';
import { at } from './samples';

const reading = (minute: number, part: Partial<Reading> = {}): Reading => ({ at: at(minute), recordedAt: at(minute), kind: 'position', lat: 21 + minute / 100, lon: 106, ...part });

describe('the clock of a replay', () => {
  const clock: Clock = { from: 0, to: 600_000, at: 0, pace: 60, isPlaying: true };

  it('runs at its pace and stops at the end', () => {
    expect(tick(clock, 1000).at).toBe(60_000);
    expect(tick(clock, 60_000)).toMatchObject({ at: 600_000, isPlaying: false });
    expect(tick({ ...clock, isPlaying: false }, 1000).at).toBe(0);
  });

  it('goes to any moment of its range, and no further', () => {
    expect([seek(clock, 5).at, seek(clock, -5).at, seek(clock, 1e9).at]).toEqual([5, 0, 600_000]);
  });

  it('begins a minute before what happened, but not before the departure', () => {
    const happened = Date.parse(at(5));
    expect(minuteBefore(happened, at(0))).toBe(Date.parse(at(4)));
    expect(minuteBefore(happened, new Date(happened - 20_000).toISOString())).toBe(happened - 20_000);
    expect(minuteBefore(happened, undefined)).toBe(Date.parse(at(4)));
  });

  it('pauses, goes on, and begins again from the end', () => {
    expect(toggle(clock).isPlaying).toBe(false);
    expect(toggle({ ...clock, isPlaying: false, at: 7 })).toMatchObject({ isPlaying: true, at: 7 });
    expect(toggle({ ...clock, isPlaying: false, at: 600_000 })).toMatchObject({ isPlaying: true, at: 0 });
  });
});

describe('where it was', () => {
  // Stored in the device at minutes 2 and 3, recorded at minute 9.
  const track = fixes([reading(0), reading(1), reading(2, { recordedAt: at(9) }), reading(3, { recordedAt: at(9) }), reading(4, { mark: 'implausible', lat: 50 }), reading(10)]);
  const minute = (n: number) => Date.parse(at(0)) + n * 60_000;

  it('glides between fixes by what is known now', () => {
    expect(placeAt(track, minute(1.5), 'now')?.lat).toBeCloseTo(21.015);
    expect(placeAt(track, minute(2), 'now')?.lat).toBeCloseTo(21.02);
  });

  it('stands where it was last seen by what was known then', () => {
    expect(placeAt(track, minute(2.5), 'then')?.lat).toBeCloseTo(21.01);
    expect(placeAt(track, minute(9), 'then')?.lat).toBeCloseTo(21.03);
  });

  it('is not guessed across a long gap, nor before the first fix', () => {
    expect(placeAt(track, minute(6), 'now')?.lat).toBeCloseTo(21.03);
    expect(placeAt(track, minute(-1), 'now')).toBeNull();
  });

  it('is known from the first reading on, or from when that was recorded', () => {
    const stored = [reading(2, { recordedAt: at(9) })];
    expect([isKnownAt(stored, minute(1), 'now'), isKnownAt(stored, minute(3), 'now'), isKnownAt(stored, minute(3), 'then'), isKnownAt(stored, minute(9), 'then')]).toEqual([false, true, false, true]);
  });

  it('draws the way as it was known', () => {
    expect(trackUntil(track, minute(5), 'now')).toHaveLength(4);
    expect(trackUntil(track, minute(5), 'then')).toHaveLength(2);
  });
});

describe('series', () => {
  it('leave out what is not told or not believed', () => {
    expect(series([reading(0, { speedKph: 5 }), reading(1), reading(2, { speedKph: 9, mark: 'clockSkew' })], r => r.speedKph).map(s => s.value)).toEqual([5]);
  });

  it('keep their highest and lowest when made thinner', () => {
    const many = [...Array(10_000).keys()].map(i => ({ at: i, value: i === 5_000 ? 99 : i === 7_000 ? -99 : i % 7 }));
    const few = thin(many, 100);
    expect(few.length).toBeLessThanOrEqual(202);
    expect(few.map(s => s.value)).toEqual(expect.arrayContaining([99, -99]));
    expect(few.every((s, i) => i === 0 || few[i - 1]!.at < s.at)).toBe(true);
  });

  it('break where nothing was heard', () => {
    expect(pieces([{ at: 0, value: 1 }, { at: 10, value: 2 }, { at: 100, value: 3 }], 50).map(p => p.length)).toEqual([2, 1]);
  });

  it('have round scales', () => {
    expect(ticks(0, 83, 4)).toEqual([0, 50]);
    expect(ticks(-18.9, -17.2, 4)).toEqual([-18.5, -18, -17.5]);
    expect(timeTicks(Date.parse(at(1)), Date.parse(at(24)), 5).map(t => new Date(t).getUTCMinutes())).toEqual([5, 10, 15, 20]);
  });
});

describe('the story of a shipment', () => {
  const event = (minute: number, type: string, data: Record<string, unknown> = {}): StoredEvent => ({ sequence: minute, version: 1, type, at: at(minute), recordedAt: at(minute), data });

  it('is told in order, without bookkeeping and repeats', () => {
    const story = timeline(
      new Map([
        ['shipment/S', [event(0, 'shipment_registered', { by: 'lan' }), event(1, 'departure_requested'), event(2, 'shipment_departed', { by: 'lan', note: 'gate 3' })]],
        ['seal/VN1', [event(2, 'duty_assigned'), event(5, 'alert_raised', { alertId: 'a', rule: 'seal-breach', severity: 'critical', message: 'Seal cut', late: true }), event(7, 'alert_acknowledged', { alertId: 'a', by: 'minh' })]],
      ]),
      new Map([['seal/VN1', [
        reading(1, { kind: 'seal', event: 'sealed', operator: 'VNHPH-3' }), reading(3, { kind: 'seal', event: 'sealed' }), reading(4, { kind: 'seal', event: 'heartbeat' }),
        reading(4, { kind: 'seal', event: 'lowBattery' }), reading(5, { kind: 'seal', event: 'cut' }),
      ]], ['vehicle/V', [reading(3)]]]));
    expect(story.map(e => e.what)).toEqual([
      'shipment_registered', 'seal.sealed', 'shipment_departed', 'seal.lowBattery', 'alert_raised', 'seal.cut', 'alert_acknowledged',
    ]);
    expect(story.filter(e => e.isCustody).map(e => e.what)).toEqual(['seal.sealed', 'shipment_departed', 'alert_raised', 'seal.cut', 'alert_acknowledged']);
    expect(story.find(e => e.what === 'alert_acknowledged')).toMatchObject({ rule: 'seal-breach', by: 'minh', of: 'seal/VN1' });
    expect(story.find(e => e.what === 'alert_raised')?.late).toBe(true);
  });
});

// The replay that is open: its clock, and what the server says of the moment it shows.

import { batch, computed, effect, signal } from '@preact/signals';
import type { Alert, AssetState } from './api/types';
import { ApiError } from './api/http';
import { needs, silentAssets } from './model/alerts';
import { assetOf, motionOf } from './model/asset';
import type { Mark } from './model/fleet';
import { distanceM } from './model/geo';
import { fixes, isKnownAt, paces, placeAt, seek, tick, toggle, trackUntil, type Clock, type Fix } from './model/replay';
import type { Known } from './model/route';
import { assetNames, file, lifeOf } from './shipment';
import { api, drawn, go, route } from './state';

export const clock = signal<Clock | null>(null);

/** What the server says was so at the moment, by what was known; told for the moment it was asked for. */
export interface Told { at: number; known: Known; states: ReadonlyMap<string, AssetState | null> }

export const told = signal<Told | null>(null);

export const known = computed<Known>(() => (route.value.page === 'replay' ? route.value.known : 'now'));

/** Where each device was, by what is replayed. */
const tracks = computed<ReadonlyMap<string, Fix[]>>(() => new Map([...(file.value?.readings ?? [])].map(([asset, readings]) => [asset, fixes(readings)])));

const ridesWithinM = 1_500;

/** The marks of the moment. */
export const replayMarks = computed<Mark[]>(() => {
  const time = clock.value;
  const open = file.value;
  if (time === null || open === null) return [];
  const alerts = replayAlerts.value;
  const troubles = { needs: needs(alerts), silent: silentAssets(alerts) };
  const marks: Mark[] = [];
  const vehicle = placeAt(tracks.value.get(`vehicle/${open.shipment.vehicle}`) ?? [], time.at, known.value);
  for (const name of assetNames(open.shipment)) {
    const { kind, id } = assetOf(name);
    const place = kind === 'vehicle' ? vehicle : placeAt(tracks.value.get(name) ?? [], time.at, known.value);
    if (place === null || (kind !== 'vehicle' && vehicle !== null && distanceM(place, vehicle) <= ridesWithinM)) continue;
    marks.push({
      asset: name, kind, label: id, at: place.at, lat: place.lat, lon: place.lon, headingDeg: place.headingDeg, speedKph: place.speedKph, shipment: open.shipment.id,
      motion: motionOf(place.at, place.speedKph, time.at, troubles.silent.has(name)),
      need: troubles.needs.get(name) ?? (kind === 'vehicle' ? troubles.needs.get(open.shipment.id) : undefined) ?? 'none',
    });
  }
  return marks;
});

/** The alerts that were open at the moment. */
export const replayAlerts = computed<Alert[]>(() => [...(told.value?.states.values() ?? [])].flatMap(s => s?.openAlerts ?? []));

export const playOrPause = (): void => {
  if (clock.value !== null) clock.value = toggle(clock.value);
  keepMoment();
};

export const goTo = (at: number): void => {
  if (clock.value !== null) clock.value = seek(clock.value, at);
};

export const setPace = (pace: number): void => {
  if (clock.value !== null && paces.some(p => p === pace)) clock.value = { ...clock.value, pace };
};

export const setKnown = (by: Known): void => {
  const at = route.value;
  if (at.page === 'replay') go({ ...at, known: by, at: clock.value === null ? at.at : new Date(clock.value.at).toISOString() }, { replace: true });
};

/** The range shown, as the address says or as long as the trip was. */
export const setRange = (from: number, to: number): void => {
  const at = route.value;
  if (at.page !== 'replay' || !(from < to)) return;
  go({ ...at, from: new Date(from).toISOString(), to: new Date(to).toISOString() }, { replace: true });
};

/** Writes the moment into the address, so that it can be sent on and survives a reload. */
export const keepMoment = (): void => {
  const at = route.value;
  if (at.page !== 'replay' || clock.value === null) return;
  const moment = new Date(Math.round(clock.value.at / 1000) * 1000).toISOString();
  if (at.at !== moment) go({ ...at, at: moment }, { replace: true });
};

const askEveryMs = 600;

/** Follows the open replay; begins with the page. */
export const followReplay = (): void => {
  let shown: string | null = null;
  effect(() => {
    const at = route.value;
    const open = file.value;
    if (at.page !== 'replay' || open?.shipment.id !== at.id || !open.hasHistory) {
      if (at.page !== 'replay') shown = null;
      if (clock.peek() !== null && (at.page !== 'replay' || open?.shipment.id !== at.id)) batch(() => {
        clock.value = null;
        told.value = null;
      });
      return;
    }
    const life = lifeOf(open.shipment);
    // Before its departure and what its devices told first there is nothing to see.
    const first = Math.min(Date.parse(open.shipment.departedAt ?? open.shipment.registeredAt), ...[...open.readings.values()].flatMap(r => (r[0] ? [Date.parse(r[0].at)] : [])));
    // Whole seconds: the slider goes by them.
    const from = 1000 * Math.floor((at.from !== null ? Date.parse(at.from) : first) / 1000);
    const to = 1000 * Math.ceil((at.to !== null ? Date.parse(at.to) : life.to) / 1000);
    const before = clock.peek();
    const key = `${at.id} ${at.from} ${at.to}`;
    if (before !== null && shown === key) return;
    shown = key;
    const moment = before?.at ?? (at.at !== null ? Date.parse(at.at) : from);
    clock.value = seek({ from, to, at: moment, pace: before?.pace ?? 60, isPlaying: false }, moment);
  });

  // The clock runs with the screen.
  let frame = 0;
  effect(() => {
    const isPlaying = clock.value?.isPlaying === true;
    if (!isPlaying) {
      cancelAnimationFrame(frame);
      frame = 0;
      return;
    }
    if (frame !== 0) return;
    let last = performance.now();
    const step = (at: number) => {
      frame = 0;
      const current = clock.peek();
      if (current?.isPlaying !== true) return;
      frame = requestAnimationFrame(step);
      clock.value = tick(current, at - last);
      last = at;
      if (!clock.peek()!.isPlaying) keepMoment();
    };
    frame = requestAnimationFrame(step);
  });

  // The way up to the moment, on the map.
  effect(() => {
    const time = clock.value;
    const open = file.value;
    if (time === null || open === null || route.value.page !== 'replay') return;
    const second = Math.floor(time.at / 1000);
    if (second === drawnSecond && known.value === drawnKnown && drawn.peek() !== null) return;
    [drawnSecond, drawnKnown] = [second, known.value];
    drawn.value = { shipment: open.shipment, track: trackUntil(tracks.value.get(`vehicle/${open.shipment.vehicle}`) ?? [], time.at, known.value) };
  });

  // States and alerts of the moment come from the server, which folds them out of the events; as often as it answers, while the clock runs.
  let isAsking = false;
  let asked = '';
  let wait: ReturnType<typeof setTimeout> | undefined;
  const ask = async (): Promise<void> => {
    const time = clock.peek();
    const open = file.peek();
    const from = api.peek();
    if (time === null || open === null || from === null || isAsking) return;
    const by = known.peek();
    const key = `${open.shipment.id} ${Math.floor(time.at / 1000)} ${by}`;
    if (key === asked) return;
    isAsking = true;
    asked = key;
    const at = new Date(time.at).toISOString();
    try {
      const states = new Map(await Promise.all(assetNames(open.shipment).map(async name =>
        // Nobody is asked what was known before anything was.
        [name, !isKnownAt(open.readings.get(name) ?? [], time.at, by) ? null : await from.get<AssetState>(`history/${name}/state`, { at, knownAt: by === 'then' ? at : null }).catch((failure: unknown) => {
          if (failure instanceof ApiError && failure.status === 404) return null;
          throw failure;
        })] as const)));
      if (route.peek().page === 'replay' && file.peek()?.shipment.id === open.shipment.id) told.value = { at: time.at, known: by, states };
    } catch {
      // Asked again with the next moment; the banner tells of a lost connection.
      asked = '';
    }
    isAsking = false;
    clearTimeout(wait);
    wait = setTimeout(() => void ask(), askEveryMs);
  };
  effect(() => {
    if (clock.value !== null && file.value !== null && known.value) void ask();
  });
};

let drawnSecond = NaN;
let drawnKnown: Known = 'now';

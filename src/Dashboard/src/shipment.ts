// The shipment that is open, with all that belongs to it; read when it is opened and kept up to date while it is.

import { effect, signal } from '@preact/signals';
import { ApiError } from './api/http';
import type { AssetState, Reading, Shipment, StoredEvent } from './api/types';
import { toldTypes } from './model/timeline';
import { alertChanged, alerts, api, drawn, fleet, fleetVersion, follow, now, route, why } from './state';

export interface ShipmentFile {
  shipment: Shipment;
  /** Its devices' live states by name; one that was never heard of has none. */
  assets: ReadonlyMap<string, AssetState | null>;
  /** All its devices told while on it. */
  readings: ReadonlyMap<string, readonly Reading[]>;
  events: ReadonlyMap<string, readonly StoredEvent[]>;
  /** Whether readings and events are there yet. */
  hasHistory: boolean;
}

export const file = signal<ShipmentFile | null>(null);
export const fileFailure = signal<{ id: string; text: string; isUnknown: boolean } | null>(null);

export const assetNames = (shipment: Shipment): string[] => [
  `vehicle/${shipment.vehicle}`, ...shipment.containers.map(c => `container/${c}`), ...shipment.seals.map(s => `seal/${s}`),
];

/** When supervision began and ended, or ends now; a minute more on both sides. */
export const lifeOf = (shipment: Shipment): { from: number; to: number } => ({
  from: Date.parse(shipment.departedAt ?? shipment.registeredAt) - 60_000,
  to: shipment.closedAt ?? shipment.arrivedAt ? Date.parse((shipment.closedAt ?? shipment.arrivedAt)!) + 60_000 : Date.now(),
});

/** The shipment an open page is about; of an alert or an asset it is known as soon as that has been heard of. */
const wanted = (): string | null => {
  const at = route.value;
  if (at.page === 'shipment' || at.page === 'replay') return at.id;
  if (at.page === 'alerts' && at.alert !== null) return alerts.value.find(a => a.id === at.alert)?.shipment ?? null;
  if (at.page === 'asset') return fleetVersion.value < 0 ? null : fleet.get(`${at.kind}/${at.id}`)?.shipment ?? null;
  return null;
};

const path = (id: string) => `shipments/${encodeURIComponent(id)}`;

const readAssets = async (shipment: Shipment): Promise<ReadonlyMap<string, AssetState | null>> => {
  const from = api.value!;
  // Before the departure its devices may never have been heard of, or be on another trip.
  if (shipment.departedAt === null) return new Map(assetNames(shipment).map(name => [name, null]));
  return new Map(await Promise.all(assetNames(shipment).map(async name =>
    [name, await from.get<AssetState>(`assets/${name}`).catch((failure: unknown) => {
      if (failure instanceof ApiError && failure.status === 404) return null;
      throw failure;
    })] as const)));
};

const ofNothing = <T>(failure: unknown): T[] => {
  if (failure instanceof ApiError && failure.status === 404) return [];
  throw failure;
};

const readHistory = async (shipment: Shipment): Promise<Pick<ShipmentFile, 'readings' | 'events'>> => {
  const from = api.value!;
  const names = shipment.departedAt === null ? [] : assetNames(shipment);
  const life = lifeOf(shipment);
  // What its devices had stored before it left is part of its story as well, an hour of it at most.
  const since = new Date(life.from - 3_600_000).toISOString();
  const until = new Date(life.to).toISOString();
  const [readings, own, ...events] = await Promise.all([
    Promise.all(names.map(async name => [name, await from.get<Reading[]>(`history/${name}/readings`, { from: since, to: shipment.closedAt ? until : null }).catch(ofNothing<Reading>)] as const)),
    from.all<StoredEvent>(`history/shipment/${encodeURIComponent(shipment.id)}/events`, {}, 1000, 'after').catch(ofNothing<StoredEvent>),
    ...names.map(async name => [name, (await from.all<StoredEvent>(`history/${name}/events`, { types: toldTypes }, 2000, 'after').catch(ofNothing<StoredEvent>))
      .filter(e => Date.parse(e.at) >= life.from - 3_600_000 && Date.parse(e.at) <= life.to + 3_600_000)] as const),
  ]);
  return { readings: new Map(readings), events: new Map([[`shipment/${shipment.id}`, own], ...events]) };
};

let opened: string | null = null;

/** Reads the open shipment (again). */
export const readFile = async (id: string): Promise<void> => {
  const from = api.value;
  if (from === null) return;
  try {
    const shipment = await from.get<Shipment>(path(id));
    const assets = await readAssets(shipment);
    if (opened !== id) return;
    follow(assetNames(shipment));
    const before = file.value?.shipment.id === id ? file.value : null;
    fileFailure.value = null;
    file.value = { shipment, assets, readings: before?.readings ?? new Map(), events: before?.events ?? new Map(), hasHistory: before?.hasHistory ?? false };
    const history = await readHistory(shipment);
    if (opened === id && file.value?.shipment.id === id) file.value = { ...file.value, ...history, hasHistory: true };
  } catch (failure) {
    if (opened === id && file.value?.shipment.id !== id) {
      fileFailure.value = { id, text: why(failure), isUnknown: failure instanceof ApiError && failure.status === 404 };
    }
  }
};

const refreshMs = 5_000;

/** Follows what is open; begins with the page. */
export const followShipment = (): void => {
  effect(() => {
    const id = api.value === null ? null : wanted();
    if (id === opened) return;
    if (id === null) follow([]);
    opened = id;
    if (file.peek()?.shipment.id !== id) file.value = null;
    fileFailure.value = null;
    if (id !== null) void readFile(id);
  });

  // Devices' states every few seconds, the whole story when an alert of it changes.
  let refreshedAt = Date.now();
  effect(() => {
    if (now.value - refreshedAt < refreshMs) return;
    refreshedAt = now.value;
    const current = file.peek();
    if (current === null || current.shipment.id !== opened || route.peek().page === 'replay' || document.hidden) return;
    void readAssets(current.shipment).then(assets => {
      if (file.value?.shipment.id === current.shipment.id) file.value = { ...file.value, assets };
    }, () => {
      // What is shown stays; the banner tells of a lost connection.
    });
  });
  effect(() => {
    const alert = alertChanged.value;
    // Its stored events are there at once, but a flood of changes is read once.
    if (alert !== null && alert.shipment !== null && alert.shipment === opened) readSoon(alert.shipment);
  });

  // The track on the map grows with the live positions.
  effect(() => {
    const current = file.value;
    if (route.value.page === 'replay') return;
    const track = current === null ? [] : (current.readings.get(`vehicle/${current.shipment.vehicle}`) ?? [])
      .flatMap(r => (r.lat === undefined || r.lon === undefined || r.mark !== undefined ? [] : [{ lat: r.lat, lon: r.lon, at: Date.parse(r.at), speedKph: r.speedKph ?? null }]));
    drawn.value = current === null ? null : { shipment: current.shipment, track };
  });
  effect(() => {
    void fleetVersion.value;
    const current = drawn.peek();
    if (current === null || current.track.length === 0 || route.peek().page === 'replay') return;
    const newest = fleet.get(`vehicle/${current.shipment.vehicle}`);
    if (newest === undefined || newest.shipment !== current.shipment.id) return;
    const at = Date.parse(newest.at);
    if (at > current.track[current.track.length - 1]!.at) {
      drawn.value = { ...current, track: [...current.track, { lat: newest.lat, lon: newest.lon, at, speedKph: newest.speedKph }] };
    }
  });
};

let soon: ReturnType<typeof setTimeout> | undefined;

const readSoon = (id: string): void => {
  clearTimeout(soon);
  soon = setTimeout(() => void readFile(id), 500);
};

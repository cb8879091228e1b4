// Where everything is, and what the map draws of it.

import type { LivePosition } from '../api/types';
import { assetOf, motionOf, type AssetKind, type Motion, type Need } from './asset';
import { distanceM } from './geo';

/** One mark on the map. */
export interface Mark {
  asset: string;
  kind: AssetKind;
  label: string;
  /** When it was there, in milliseconds since 1970. */
  at: number;
  lat: number;
  lon: number;
  headingDeg: number | null;
  speedKph: number | null;
  motion: Motion;
  need: Need;
  shipment: string | null;
}

/** A container or seal within so far of its vehicle rides on it, and is not drawn beside it. */
const ridesWithinM = 1_500;

/** What the map has to know of alerts. */
export interface Troubles {
  needs: ReadonlyMap<string, 'warning' | 'critical'>;
  silent: ReadonlySet<string>;
}

// Taken apart once, as it comes: all of them are looked at some times a second.
interface Known { told: LivePosition; at: number; kind: AssetKind; id: string }

export class Fleet {
  private readonly positions = new Map<string, Known>();
  private readonly vehicleOf = new Map<string, string>();

  /** How often it changed. */
  version = 0;

  get size(): number {
    return this.positions.size;
  }

  /** Takes what changed; an older position than the known one is left out. */
  take(changed: readonly LivePosition[]): void {
    for (const position of changed) {
      const known = this.positions.get(position.asset);
      const at = Date.parse(position.at);
      if (known && known.at > at) continue;
      const before = known?.told.shipment;
      if (before && before !== position.shipment && this.vehicleOf.get(before) === position.asset) this.vehicleOf.delete(before);
      const { kind, id } = known ?? assetOf(position.asset);
      this.positions.set(position.asset, { told: position, at, kind, id });
      if (position.shipment && kind === 'vehicle') this.vehicleOf.set(position.shipment, position.asset);
    }
    this.version++;
  }

  /** Forgets what a test does not hold for: what has left the part of the map that is streamed. */
  keep(isWanted: (position: LivePosition) => boolean): void {
    for (const [asset, { told: position }] of this.positions) {
      if (isWanted(position)) continue;
      this.positions.delete(asset);
      if (position.shipment && this.vehicleOf.get(position.shipment) === asset) this.vehicleOf.delete(position.shipment);
    }
    this.version++;
  }

  /** Forgets everything. */
  clear(): void {
    this.positions.clear();
    this.vehicleOf.clear();
    this.version++;
  }

  get(asset: string): LivePosition | undefined {
    return this.positions.get(asset)?.told;
  }

  /** The vehicle of a shipment, where it was last seen. */
  vehicleOn(shipment: string): LivePosition | undefined {
    const vehicle = this.vehicleOf.get(shipment);
    return vehicle === undefined ? undefined : this.get(vehicle);
  }

  /** What to draw at a moment. */
  marks(now: number, troubles: Troubles): Mark[] {
    const marks: Mark[] = [];
    for (const { told: position, at, kind, id } of this.positions.values()) {
      if (kind !== 'vehicle' && this.rides(position)) continue;
      const ofShipment = kind === 'vehicle' && position.shipment ? troubles.needs.get(position.shipment) : undefined;
      const own = troubles.needs.get(position.asset);
      const told = position.status === 'critical' || position.status === 'warning' ? position.status : undefined;
      marks.push({
        asset: position.asset,
        kind,
        label: id,
        at,
        lat: position.lat,
        lon: position.lon,
        headingDeg: position.headingDeg,
        speedKph: position.speedKph,
        motion: motionOf(at, position.speedKph, now, troubles.silent.has(position.asset)),
        need: own === 'critical' || ofShipment === 'critical' || told === 'critical' ? 'critical' : own ?? ofShipment ?? told ?? 'none',
        shipment: position.shipment,
      });
    }
    return marks;
  }

  private rides(position: LivePosition): boolean {
    if (!position.shipment) return false;
    const vehicle = this.vehicleOn(position.shipment);
    return vehicle !== undefined && distanceM(vehicle, position) <= ridesWithinM;
  }
}

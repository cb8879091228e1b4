// Where everything is, and what the map draws of it.

import type { LivePosition } from '../api/types';
import { assetOf, motionOf, type AssetKind, type Motion, type Need } from './asset';
import { distanceM } from './geo';

/** One mark on the map. */
export interface Mark {
  asset: string;
  kind: AssetKind;
  label: string;
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

export class Fleet {
  private readonly positions = new Map<string, LivePosition>();
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
      if (known && Date.parse(known.at) > Date.parse(position.at)) continue;
      if (known?.shipment && known.shipment !== position.shipment && this.vehicleOf.get(known.shipment) === position.asset) this.vehicleOf.delete(known.shipment);
      this.positions.set(position.asset, position);
      if (position.shipment && position.asset.startsWith('vehicle/')) this.vehicleOf.set(position.shipment, position.asset);
    }
    this.version++;
  }

  /** Forgets what a test does not hold for: what has left the part of the map that is streamed. */
  keep(isWanted: (position: LivePosition) => boolean): void {
    for (const [asset, position] of this.positions) {
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
    return this.positions.get(asset);
  }

  /** The vehicle of a shipment, where it was last seen. */
  vehicleOn(shipment: string): LivePosition | undefined {
    const vehicle = this.vehicleOf.get(shipment);
    return vehicle === undefined ? undefined : this.positions.get(vehicle);
  }

  /** What to draw at a moment. */
  marks(now: number, troubles: Troubles): Mark[] {
    const marks: Mark[] = [];
    for (const position of this.positions.values()) {
      if (this.rides(position)) continue;
      const { kind, id } = assetOf(position.asset);
      const ofShipment = kind === 'vehicle' && position.shipment ? troubles.needs.get(position.shipment) : undefined;
      const own = troubles.needs.get(position.asset);
      const told = position.status === 'critical' || position.status === 'warning' ? position.status : undefined;
      marks.push({
        asset: position.asset,
        kind,
        label: id,
        lat: position.lat,
        lon: position.lon,
        headingDeg: position.headingDeg,
        speedKph: position.speedKph,
        motion: motionOf(Date.parse(position.at), position.speedKph, now, troubles.silent.has(position.asset)),
        need: [own, ofShipment, told].includes('critical') ? 'critical' : own ?? ofShipment ?? told ?? 'none',
        shipment: position.shipment,
      });
    }
    return marks;
  }

  private rides(position: LivePosition): boolean {
    if (!position.shipment || position.asset.startsWith('vehicle/')) return false;
    const vehicle = this.vehicleOn(position.shipment);
    return vehicle !== undefined && distanceM(vehicle, position) <= ridesWithinM;
  }
}

// Where something is, in words an officer can say over the telephone.

import { bearingDeg, distanceM, type Point } from './geo';
import table from './places.json';

/** A town, port or border gate; rank 1 is shown from afar. */
export interface NamedPlace extends Point { name: string; rank: number }

export const places: readonly NamedPlace[] = (table as [string, number, number, number][]).map(([name, lat, lon, rank]) => ({ name, lat, lon, rank }));

export const compass = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

export interface NearPlace { name: string; km: number; direction: (typeof compass)[number] }

const tooFarKm = 150;

/** The nearest named place, how far from it the point is, and in which direction as seen from there; null far from all of them. */
export const nearest = (point: Point): NearPlace | null => {
  let best: NamedPlace | null = null;
  let least = Infinity;
  for (const place of places) {
    const distance = distanceM(place, point);
    if (distance < least) [best, least] = [place, distance];
  }
  if (best === null || least > tooFarKm * 1000) return null;
  return { name: best.name, km: least / 1000, direction: compass[Math.round(bearingDeg(best, point) / 45) % 8]! };
};

// Zones on the map.

import type { Zone } from '../api/types';
import type { Point } from './geo';

/** Its corners, once round and back to the first. */
export const cornersOf = (zone: Zone): Point[] => zone.area.coordinates[0]!.map(([lon, lat]) => ({ lat, lon }));

/** Where its name stands: within it, whatever its shape, at half its height where it is widest. */
export const nameAt = (zone: Zone): Point => {
  const corners = cornersOf(zone);
  const lats = corners.map(c => c.lat);
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const edges: number[] = [];
  for (let i = 1; i < corners.length; i++) {
    const [a, b] = [corners[i - 1]!, corners[i]!];
    if (a.lat > lat !== b.lat > lat) edges.push(a.lon + ((lat - a.lat) / (b.lat - a.lat)) * (b.lon - a.lon));
  }
  edges.sort((a, b) => a - b);
  let [west, east] = [corners[0]!.lon, corners[0]!.lon];
  for (let i = 1; i < edges.length; i += 2) if (edges[i]! - edges[i - 1]! > east - west) [west, east] = [edges[i - 1]!, edges[i]!];
  return { lat, lon: (west + east) / 2 };
};

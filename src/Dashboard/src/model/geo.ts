// Distances and directions on the globe, good to some parts in a thousand.

export interface Point { lat: number; lon: number }

const earthM = 6_371_008.8;
const rad = Math.PI / 180;

/** Great-circle distance in metres. */
export const distanceM = (a: Point, b: Point): number => {
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * earthM * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** Direction from one point to another, in degrees clockwise from true north, 0 to 360. */
export const bearingDeg = (a: Point, b: Point): number => {
  const dLon = (b.lon - a.lon) * rad;
  const y = Math.sin(dLon) * Math.cos(b.lat * rad);
  const x = Math.cos(a.lat * rad) * Math.sin(b.lat * rad) - Math.sin(a.lat * rad) * Math.cos(b.lat * rad) * Math.cos(dLon);
  return (Math.atan2(y, x) / rad + 360) % 360;
};

/** Metres that one pixel of a 512 px tile shows at a latitude and zoom. */
export const metresPerPixel = (lat: number, zoom: number): number => (Math.cos(lat * rad) * 2 * Math.PI * 6_378_137) / (512 * 2 ** zoom);

// The countries and roads behind everything, from files of our own: a closed network has no map server.

import type { FeatureCollection, MultiLineString, Position } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import landUrl from '../../generated/land.json?url';
import roadsUrl from '../../generated/roads.json?url';

type Countries = Topology<{ countries: GeometryCollection }>;

const read = async <T>(url: string): Promise<T> => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as T;
};

const collection = (features: FeatureCollection['features']): FeatureCollection => ({ type: 'FeatureCollection', features });

/** Land as areas, and the borders between countries as lines. */
export const readLand = async (): Promise<{ land: FeatureCollection; borders: FeatureCollection }> => {
  const { far, near } = await read<{ far: Countries; near: Countries }>(landUrl);
  const areas = [far, near].flatMap(t => feature(t, t.objects.countries).features);
  const borders = mesh(far, far.objects.countries, (a, b) => a !== b);
  return { land: collection(areas), borders: collection([{ type: 'Feature', properties: {}, geometry: borders }]) };
};

/** Roads and railways; `kind` is main, minor or rail. */
export const readRoads = async (): Promise<FeatureCollection> => {
  const lines = await read<[string, string, number[]][]>(roadsUrl);
  const byName = new Map<string, { kind: string; name: string; lines: Position[][] }>();
  for (const [kind, name, numbers] of lines) {
    const key = `${kind}|${name}`;
    let road = byName.get(key);
    if (!road) byName.set(key, (road = { kind, name, lines: [] }));
    road.lines.push(decode(numbers));
  }
  return collection([...byName.values()].map(({ kind, name, lines: coordinates }) =>
    ({ type: 'Feature', properties: { kind, name }, geometry: { type: 'MultiLineString', coordinates } satisfies MultiLineString })));
};

/** Positions from differences in ten-thousandths of a degree. */
export const decode = (numbers: readonly number[]): Position[] => {
  const line: Position[] = [];
  let [x, y] = [0, 0];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    x += numbers[i]!;
    y += numbers[i + 1]!;
    line.push([x / 10_000, y / 10_000]);
  }
  return line;
};

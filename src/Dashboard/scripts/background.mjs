// Makes the map's background from the country shapes of world-atlas (public domain) and the sample roads: generated/land.json and generated/roads.json.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { feature } from 'topojson-client';
import { topology } from 'topojson-server';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (...path) => JSON.parse(readFileSync(join(here, ...path), 'utf8'));
const out = join(here, 'generated');
if (!existsSync(out)) mkdirSync(out);

const shapes = (scale, wanted) => {
  const atlas = read('node_modules', 'world-atlas', `countries-${scale}.json`);
  return feature(atlas, atlas.objects.countries).features
    .filter(wanted)
    .map(({ geometry }) => ({ type: 'Feature', properties: {}, geometry }));
};

// Where the trucks drive the coast is drawn finely (Vietnam, Laos, Cambodia by their ISO 3166-1 numbers); the rest of the world is only there for orientation.
const near = new Set(['704', '418', '116']);
const collection = features => ({ type: 'FeatureCollection', features });
const land = {
  far: topology({ countries: collection(shapes('50m', () => true)) }, 20_000),
  near: topology({ countries: collection(shapes('10m', f => near.has(f.id))) }, 20_000),
};
writeFileSync(join(out, 'land.json'), JSON.stringify(land));

// Roads as [class, name, [lon, lat, then differences]] in ten-thousandths of a degree, about 11 m: finer than they were drawn.
const kinds = { 'Đường chính': 'main', 'Đường thứ cấp': 'minor', 'Đường sắt': 'rail' };
const whole = degrees => Math.round(degrees * 10_000);
const roads = read('..', '..', 'samples', 'vietnam-roads', 'giaothong.geojson').features.flatMap(({ properties, geometry }) =>
  geometry.coordinates.map(line => {
    const numbers = [];
    let [x, y] = [0, 0];
    for (const [lon, lat] of line) {
      const [nextX, nextY] = [whole(lon), whole(lat)];
      if (numbers.length > 0 && nextX === x && nextY === y) continue;
      numbers.push(nextX - x, nextY - y);
      [x, y] = [nextX, nextY];
    }
    return [kinds[properties.loai_duong] ?? 'minor', properties.ten === 'Không biết' ? '' : properties.ten, numbers];
  }));
writeFileSync(join(out, 'roads.json'), JSON.stringify(roads));

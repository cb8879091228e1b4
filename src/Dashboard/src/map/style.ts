// The map's layers, from the sea up.

import type { ExpressionSpecification, FilterSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { PageSettings, ZoneKind } from '../api/types';
import { speedColours, type Palette } from './palette';

const empty: SourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };

/** Fonts that most systems have; none is loaded. */
export const font = ['Segoe UI', 'Roboto', 'Noto Sans', 'DejaVu Sans', 'Arial', 'sans-serif'];

export const makeStyle = (p: Palette, settings: PageSettings): StyleSpecification => {
  const sources: Record<string, SourceSpecification> = {
    land: empty, borders: empty, roads: { ...empty, tolerance: 0.5 } as SourceSpecification, places: empty,
    corridor: empty, zones: empty, track: empty,
  };
  const tiles: LayerSpecification[] = [];
  if (settings.tileUrl !== null) {
    sources['tiles'] = { type: 'raster', tiles: [settings.tileUrl], tileSize: 256, ...(settings.tileAttribution === null ? {} : { attribution: settings.tileAttribution }) };
    tiles.push({ id: 'tiles', type: 'raster', source: 'tiles' });
  }
  const road = (id: string, kind: string, colour: string, widths: [number, number, number], minzoom: number): LayerSpecification => ({
    id, type: 'line', source: 'roads', minzoom, filter: ['==', ['get', 'kind'], kind],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 5, widths[0], 9, widths[1], 14, widths[2]] },
  });
  const placeLabels = (id: string, rank: number, minzoom: number, size: number): LayerSpecification => ({
    id, type: 'symbol', source: 'places', minzoom, filter: ['==', ['get', 'rank'], rank],
    layout: { 'text-field': ['get', 'name'], 'text-font': font, 'text-size': size, 'text-anchor': 'top', 'text-offset': [0, 0.35], 'text-padding': 6 },
    paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 1.4, 'text-opacity': 0.85 },
  });

  // On tiles what is below must show through. On our own ground it lies below the roads and covers nothing, so it need not: where a wide line bends, its parts would show twice.
  const corridor: LayerSpecification = {
    id: 'corridor', type: 'line', source: 'corridor', layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      ...(tiles.length > 0 ? { 'line-color': p.route, 'line-opacity': 0.16 } : { 'line-color': p.corridor }),
      // Metres on the ground: the width doubles with each zoom.
      'line-width': ['interpolate', ['exponential', 2], ['zoom'], 0, ['get', 'pixelsAt0'], 22, ['*', ['get', 'pixelsAt0'], 2 ** 22]],
    },
  };

  // Told apart without colour as well: prohibited ground is hatched, and its edge is broken.
  const ofKind = (kind: ZoneKind): FilterSpecification => ['==', ['get', 'kind'], kind];
  const zones: LayerSpecification[] = [
    { id: 'stopZones', type: 'fill', source: 'zones', filter: ofKind('stop'), paint: { 'fill-color': p.stop, 'fill-opacity': 0.2, 'fill-antialias': false } },
    { id: 'prohibitedZones', type: 'fill', source: 'zones', filter: ofKind('prohibited'), paint: { 'fill-pattern': p.hatch, 'fill-antialias': false } },
  ];
  const zoneEdges: LayerSpecification[] = [
    { id: 'stopEdges', type: 'line', source: 'zones', filter: ofKind('stop'), layout: { 'line-join': 'round' }, paint: { 'line-color': p.stop, 'line-width': 2 } },
    { id: 'prohibitedEdges', type: 'line', source: 'zones', filter: ofKind('prohibited'), paint: { 'line-color': p.prohibited, 'line-width': 2, 'line-dasharray': [3, 1.5] } },
    {
      id: 'zoneNames', type: 'symbol', source: 'zones', minzoom: 9, filter: ['==', ['geometry-type'], 'Point'],
      layout: { 'text-field': ['get', 'name'], 'text-font': font, 'text-size': 12, 'text-padding': 4 },
      paint: { 'text-color': ['match', ['get', 'kind'], 'prohibited', p.prohibited, p.stop], 'text-halo-color': p.halo, 'text-halo-width': 2.2 },
    },
  ];

  return {
    version: 8,
    sources,
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': p.sea } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': p.land, 'fill-antialias': false } },
      { id: 'borders', type: 'line', source: 'borders', layout: { 'line-join': 'round' }, paint: { 'line-color': p.border, 'line-width': 1, 'line-dasharray': [4, 2] } },
      ...tiles,
      corridor,
      ...zones,
      ...(tiles.length > 0 ? [] : [
        road('rail', 'rail', p.rail, [0.4, 1, 1.6], 7),
        road('roads', 'minor', p.road, [0.5, 1.4, 4], 6),
        road('mainRoads', 'main', p.mainRoad, [0.8, 2, 6], 4),
        {
          id: 'roadNames', type: 'symbol', source: 'roads', minzoom: 10, filter: ['==', ['get', 'kind'], 'main'],
          layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': font, 'text-size': 11, 'symbol-spacing': 420 },
          paint: { 'text-color': p.label, 'text-halo-color': p.halo, 'text-halo-width': 1.4, 'text-opacity': 0.75 },
        } satisfies LayerSpecification,
        placeLabels('places1', 1, 3.5, 12.5),
        placeLabels('places2', 2, 5.8, 11.5),
        placeLabels('places3', 3, 8.2, 11),
      ]),
      ...zoneEdges,
      {
        id: 'route', type: 'line', source: 'corridor', layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': p.route, 'line-width': 1.6, 'line-dasharray': [3, 2], 'line-opacity': 0.9 },
      },
      {
        id: 'trackEdge', type: 'line', source: 'track', layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': p.edge, 'line-width': 6 },
      },
      {
        id: 'track', type: 'line', source: 'track', layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-width': 3.6,
          'line-color': ['interpolate', ['linear'], ['get', 'speed'], ...speedColours.flat()] as unknown as ExpressionSpecification,
        },
      },
    ],
  };
};

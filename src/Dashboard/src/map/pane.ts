// The map itself: MapLibre, told what to draw.

import type { Feature, FeatureCollection } from 'geojson';
import { GeoJSONSource, LngLatBounds, Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Bounds } from '../api/live';
import type { PageSettings } from '../api/types';
import type { Mark } from '../model/fleet';
import { metresPerPixel, type Point } from '../model/geo';
import { places } from '../model/places';
import { nameAt } from '../model/zones';
import type { Drawn, Theme } from '../state';
import { readLand, readRoads } from './background';
import { drawHatch } from './icons';
import { Marks, projectY } from './marks';
import { palettes } from './palette';
import { makeStyle } from './style';

setWorkerUrl(workerUrl);

export interface PaneHandlers {
  /** An asset was clicked. */
  choose(asset: string): void;
  /** The visible part changed. */
  view(bounds: Bounds, zoom: number): void;
  /** Whether all that was given is on the screen. */
  drawn(all: boolean): void;
  /** Says in words what is under the pointer; null: nothing. */
  hover(text: Hovered | null): void;
}

export type Hovered = { x: number; y: number } & ({ asset: string } | { count: number; critical: number });

const home: [number, number] = [106.6, 16.4];
const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

// Without a graphics card each pixel costs time: while the map moves it is drawn coarser.
const coarse = 0.5;

const isDrawnBySoftware = (canvas: HTMLCanvasElement): boolean => {
  const gl = canvas.getContext('webgl2');
  const told = gl?.getExtension('WEBGL_debug_renderer_info');
  return told ? /swiftshader|llvmpipe|software|basic render/i.test(String(gl!.getParameter(told.UNMASKED_RENDERER_WEBGL))) : false;
};

export class MapPane {
  private readonly map: MapLibre;
  private readonly marks: Marks;
  private readonly ready: Promise<void>;
  private theme: Theme;

  /** @throws when the browser cannot draw it (no WebGL) */
  constructor(container: HTMLElement, theme: Theme, private readonly settings: PageSettings, private readonly handlers: PaneHandlers) {
    this.theme = theme;
    this.map = new MapLibre({
      container,
      style: makeStyle(palettes[theme], settings),
      center: home,
      zoom: container.clientWidth < 600 ? 4.4 : 5.1,
      minZoom: 2,
      maxZoom: 18,
      hash: 'map',
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.map.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-right');
    this.marks = new Marks(palettes[theme], () => {
      const { lng, lat } = this.map.getCenter();
      const { clientWidth: width, clientHeight: height } = container;
      return { x: (lng + 180) / 360, y: projectY(lat), worldPx: 512 * 2 ** this.map.getZoom(), width, height, zoom: this.map.getZoom() };
    });
    this.map.getCanvasContainer().append(this.marks.canvas);
    this.marks.resize();
    this.map.on('resize', () => this.marks.resize());
    this.map.on('render', () => this.marks.moved());
    this.map.on('moveend', () => this.marks.settled());
    this.ready = new Promise(done => this.map.once('style.load', () => {
      for (const p of Object.values(palettes)) this.map.addImage(p.hatch, drawHatch(p), { pixelRatio: 2 });
      done();
    }));
    this.map.on('moveend', () => this.tellView());
    this.map.on('load', () => this.tellView());
    this.map.on('idle', () => {
      this.tellZones();
      this.handlers.drawn(true);
    });
    this.map.on('movestart', () => this.handlers.drawn(false));
    if (isDrawnBySoftware(this.map.getCanvas())) {
      // Another ratio makes the map tell of a move itself.
      let ratio = 1;
      const draw = (wanted: number) => () => {
        if (ratio === wanted) return;
        ratio = wanted;
        this.map.setPixelRatio(wanted);
      };
      this.map.on('dragstart', draw(coarse));
      this.map.on('zoomstart', draw(coarse));
      this.map.on('idle', draw(1));
    }
    this.listen();
    void this.fill();
  }

  destroy(): void {
    this.marks.destroy();
    this.map.remove();
  }

  resize(): void {
    this.map.resize();
  }

  async setTheme(theme: Theme): Promise<void> {
    if (theme === this.theme) return;
    await this.ready;
    this.theme = theme;
    // Only the colours change; the data stays in its sources.
    for (const layer of makeStyle(palettes[theme], this.settings).layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) this.map.setPaintProperty(layer.id, name as never, value as never);
    }
    this.marks.setPalette(palettes[theme]);
  }

  drawMarks(marks: readonly Mark[], glides: boolean): void {
    this.marks.set(marks, glides);
  }

  drawSelected(at: Point | null): void {
    this.marks.select(at);
  }

  async drawShipment(drawn: Drawn | null): Promise<void> {
    await this.ready;
    const route = drawn?.shipment.route?.coordinates ?? [];
    const middle = route[Math.floor(route.length / 2)];
    this.set('corridor', middle === undefined ? [] : [{
      type: 'Feature',
      properties: { pixelsAt0: (2 * drawn!.shipment.toleranceM) / metresPerPixel(middle[1], 0) },
      geometry: { type: 'LineString', coordinates: route },
    }]);
    this.set('zones', (drawn?.shipment.zones ?? []).flatMap(zone => {
      const { name, kind, area } = zone;
      const { lat, lon } = nameAt(zone);
      return [
        { type: 'Feature' as const, properties: { name, kind }, geometry: area },
        { type: 'Feature' as const, properties: { name, kind }, geometry: { type: 'Point' as const, coordinates: [lon, lat] } },
      ];
    }));
    const track = drawn?.track ?? [];
    this.set('track', track.slice(1).map((point, i) => ({
      type: 'Feature',
      properties: { speed: point.speedKph ?? 0 },
      geometry: { type: 'LineString', coordinates: [[track[i]!.lon, track[i]!.lat], [point.lon, point.lat]] },
    })));
  }

  fly(to: Point, zoom: number): void {
    this.map.flyTo({ center: [to.lon, to.lat], zoom: Math.max(zoom, Math.min(this.map.getZoom(), 15)), speed: 2.4, maxDuration: 1800, essential: false });
  }

  fit(all: readonly Point[]): void {
    if (all.length === 0) return;
    const box = new LngLatBounds();
    for (const point of all) box.extend([point.lon, point.lat]);
    this.map.fitBounds(box, { padding: 60, maxZoom: 15, maxDuration: 1200 });
  }

  // What of the zones is on the screen. For tests, and for whoever wants to know.
  private tellZones(): void {
    const seen = (...layers: string[]) => [...new Set(this.map.queryRenderedFeatures({ layers }).map(f => `${f.properties['kind']} ${f.properties['name']}`))].sort();
    const { dataset } = this.map.getCanvas();
    dataset['zones'] = JSON.stringify(seen('stopZones', 'prohibitedZones'));
    dataset['zoneNames'] = JSON.stringify(seen('zoneNames'));
  }

  private tellView(): void {
    const box = this.map.getBounds();
    this.handlers.view({ west: box.getWest(), south: box.getSouth(), east: box.getEast(), north: box.getNorth() }, this.map.getZoom());
  }

  private set(source: string, features: Feature[]): void {
    (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(collection(features));
  }

  private async fill(): Promise<void> {
    await this.ready;
    this.set('places', places.map(({ name, rank: importance, lat, lon }) =>
      ({ type: 'Feature', properties: { name, rank: importance }, geometry: { type: 'Point', coordinates: [lon, lat] } })));
    const put = (source: string, data: FeatureCollection) => (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(data);
    await Promise.all([
      readLand().then(({ land, borders }) => {
        put('land', land);
        put('borders', borders);
      }),
      readRoads().then(roads => put('roads', roads)),
    ]).catch(() => {
      // Without its background the map still shows where everything is.
    });
  }

  private listen(): void {
    this.map.on('click', event => {
      const hit = this.marks.at(event.point.x, event.point.y);
      if (hit === null) return;
      if ('asset' in hit) this.handlers.choose(hit.asset);
      else this.open(hit.box);
    });
    this.map.on('mousemove', event => {
      const { x, y } = event.point;
      const hit = this.marks.at(x, y);
      this.map.getCanvas().style.cursor = hit === null ? '' : 'pointer';
      this.handlers.hover(hit === null ? null : { x, y, ...hit });
    });
    this.map.on('mouseout', () => this.handlers.hover(null));
  }

  // What stands at one place is not told apart by going nearer; so far, at least, it is shown one by one.
  private open({ west, south, east, north }: Bounds): void {
    const camera = this.map.cameraForBounds([[west, south], [east, north]], { padding: 80, maxZoom: 13 });
    if (camera?.center) this.map.easeTo({ center: camera.center, zoom: Math.max(camera.zoom ?? 0, Math.floor(this.map.getZoom()) + 1.1) });
  }
}

// The assets, on a canvas of their own above the map: what moves is drawn at the screen's pace, while the map behind is drawn again only when it is moved itself.

import type { Need } from '../model/asset';
import { cluster } from '../model/clusters';
import type { Mark } from '../model/fleet';
import type { Point } from '../model/geo';
import { drawIcon, iconSize, type Shape } from './icons';
import type { Palette } from './palette';
import { drawSprite, Screen, type Sprite } from './sprites';
import { font } from './style';

/** What the map shows: its middle in parts of the world's width (web Mercator), and how wide the world is in pixels. */
export interface Camera { x: number; y: number; worldPx: number; width: number; height: number; zoom: number }

/** What is at a place of the screen. */
export type Hit = { asset: string } | { count: number; critical: number; box: { west: number; south: number; east: number; north: number } };

/** From this zoom on every asset is drawn by itself. */
const clusterBelowZoom = 9;
const clusterRadiusPx = 46;
const namesFromZoom = 9.5;
const mostNames = 150;

// Among more marks than that, only what needs an officer is named.
const crowd = 500;

/** An asset glides to its newest place in so long; it never goes further than that place. */
export const glideMs = 300;

// Marks at the edge are drawn whole or not at all; the canvas reaches beyond the map by so much.
const marginPx = 48;
const rank = { none: 0, warning: 1, critical: 2 };
const headings = 64;

interface Item { x: number; y: number; mark: Mark }

interface Shown {
  key: string;
  rank: number;
  /** Where it is to be and where it glided from. */
  x: number; y: number; fromX: number; fromY: number; since: number;
  item: Item | null;
  members: Item[];
  icon: Sprite | null;
}

const projectX = (lon: number): number => (lon + 180) / 360;

/** Web Mercator, 0 at the north edge of the map and 1 at the south edge. */
export const projectY = (lat: number): number => {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};

export class Marks {
  readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d')!;
  private screen = new Screen(1, 1);
  private ratio = 1;
  private sprites = new Map<string, Sprite>();
  private items: Item[] = [];
  private shown: Shown[] = [];
  private byKey = new Map<string, Shown>();
  private named: Shown[] = [];
  private selected: { x: number; y: number } | null = null;
  private clusterZoom = NaN;
  private frame = 0;
  private glidesUntil = 0;
  private seen = new Map<string, number>();
  private ages: number[] = [];
  private agesToldAt = 0;
  private readonly isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;

  /** @param camera what the map shows now */
  constructor(private palette: Palette, private readonly camera: () => Camera) {
    this.canvas.className = 'marks';
    this.canvas.style.cssText = `position:absolute;left:${-marginPx}px;top:${-marginPx}px;pointer-events:none`;
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
  }

  /** The map has another size. */
  resize(): void {
    const { width, height } = this.camera();
    // Finer than twice is not seen in marks of this size, and costs memory and time.
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    const [w, h] = [Math.round((width + 2 * marginPx) * this.ratio), Math.round((height + 2 * marginPx) * this.ratio)];
    if (w === this.canvas.width && h === this.canvas.height) return;
    this.sprites.clear();
    this.canvas.width = w;
    this.canvas.height = h;
    this.canvas.style.width = `${w / this.ratio}px`;
    this.canvas.style.height = `${h / this.ratio}px`;
    this.screen = new Screen(w, h);
    this.dress();
    this.draw();
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.sprites.clear();
    this.dress();
    this.draw();
  }

  /**
   * All there is to draw now.
   * @param glides whether what moved glides there; otherwise it is there at once
   */
  set(marks: readonly Mark[], glides: boolean): void {
    this.items = marks.map(mark => ({ x: projectX(mark.lon), y: projectY(mark.lat), mark }));
    if (glides) this.measure();
    this.arrange(glides && !this.isStill);
    this.draw();
  }

  select(at: Point | null): void {
    this.selected = at === null ? null : { x: projectX(at.lon), y: projectY(at.lat) };
    this.drawSoon();
  }

  /** The map was moved; called with every frame that it draws, so that both stay together. */
  moved(): void {
    if (this.clusterZoom !== this.wantedClusterZoom()) this.arrange(false);
    this.draw();
  }

  /** The map stands still again. */
  settled(): void {
    this.choosesNames();
    this.draw();
  }

  /** What is at a place of the map, in CSS pixels: of several the one that needs an officer most, then the nearest. */
  at(left: number, top: number): Hit | null {
    const camera = this.camera();
    let best: { shown: Shown; worth: number } | null = null;
    for (const shown of this.shown) {
      const [x, y] = this.place(shown, performance.now(), camera);
      const reach = shown.item ? 14 : clusterSize(shown.members.length) + 3;
      const far = Math.hypot(x - left, y - top);
      const worth = shown.rank * 100 - far;
      if (far <= reach && (best === null || worth > best.worth)) best = { shown, worth };
    }
    if (best === null) return null;
    const { item, members } = best.shown;
    if (item) return { asset: item.mark.asset };
    const box = { west: 180, south: 90, east: -180, north: -90 };
    for (const { mark } of members) {
      box.west = Math.min(box.west, mark.lon);
      box.east = Math.max(box.east, mark.lon);
      box.south = Math.min(box.south, mark.lat);
      box.north = Math.max(box.north, mark.lat);
    }
    return { count: members.length, critical: members.filter(m => m.mark.need === 'critical').length, box };
  }

  // How old positions are when their marks reach them; what devices tell long after says nothing of that. For tests, and for whoever wants to know.
  private measure(): void {
    const now = Date.now();
    const before = this.seen;
    this.seen = new Map();
    for (const { mark } of this.items) {
      this.seen.set(mark.asset, mark.at);
      if (before.get(mark.asset) !== mark.at && now - mark.at < 60_000) this.ages.push(now - mark.at + (this.isStill ? 0 : glideMs));
    }
    if (now - this.agesToldAt < 1_000 || this.ages.length === 0) return;
    const sorted = this.ages.sort((a, b) => a - b);
    this.canvas.dataset['ageMs'] = String(Math.round(sorted[Math.floor(sorted.length * 0.95)]!));
    this.ages = [];
    this.agesToldAt = now;
  }

  private wantedClusterZoom(): number {
    const { zoom } = this.camera();
    return zoom < clusterBelowZoom ? Math.floor(zoom) : clusterBelowZoom;
  }

  private arrange(glides: boolean): void {
    const now = performance.now();
    this.clusterZoom = this.wantedClusterZoom();
    const groups = this.clusterZoom < clusterBelowZoom ? cluster(this.items, clusterRadiusPx / (512 * 2 ** this.clusterZoom)) : this.items.map(alone);
    const byKey = new Map<string, Shown>();
    this.shown = groups.map(({ x, y, members }) => {
      const item = members.length === 1 ? members[0]! : null;
      const key = item ? item.mark.asset : `${members[0]!.mark.asset}+`;
      const before = this.byKey.get(key);
      const worst = item ? item.mark.need : need(members);
      const shown: Shown = { key, rank: rank[worst], x, y, fromX: x, fromY: y, since: 0, item, members, icon: null };
      if (before && (before.x !== x || before.y !== y)) {
        if (glides) {
          const done = progress(before, now);
          shown.fromX = before.fromX + (before.x - before.fromX) * done;
          shown.fromY = before.fromY + (before.y - before.fromY) * done;
          shown.since = now;
          this.glidesUntil = now + glideMs;
        }
      } else if (before) {
        shown.fromX = before.fromX;
        shown.fromY = before.fromY;
        shown.since = before.since;
      }
      byKey.set(key, shown);
      return shown;
    });
    this.byKey = byKey;
    // What needs an officer lies on top.
    this.shown.sort((a, b) => a.rank - b.rank);
    this.dress();
    this.choosesNames();
  }

  private dress(): void {
    const { zoom } = this.camera();
    const scale = zoom < 6 ? 0.7 : zoom < 9 ? 0.85 : 1;
    for (const shown of this.shown) if (shown.item) shown.icon = this.icon(shown.item.mark, scale);
  }

  private icon({ need: wanted, motion, headingDeg }: Mark, scale: number): Sprite {
    const shape: Shape = motion === 'moving' && headingDeg === null ? 'drifting' : motion;
    const heading = shape === 'moving' ? Math.round((headingDeg! / 360) * headings) % headings : 0;
    const key = `${wanted} ${shape} ${heading} ${scale}`;
    let sprite = this.sprites.get(key);
    if (!sprite) {
      sprite = drawSprite(iconSize, iconSize, this.ratio, context => {
        context.scale(scale, scale);
        context.rotate((heading / headings) * 2 * Math.PI);
        drawIcon(context, wanted, shape, this.palette);
      });
      this.sprites.set(key, sprite);
    }
    return sprite;
  }

  private name(text: string): Sprite {
    const key = `name ${text}`;
    let sprite = this.sprites.get(key);
    if (!sprite) {
      if (this.sprites.size > 4_000) this.sprites.clear();
      sprite = drawSprite(12 + 8 * text.length, 18, this.ratio, context => {
        context.font = `11.5px ${font.map(f => `"${f}"`).join()}`;
        context.textAlign = 'center';
        context.textBaseline = 'middle';
        context.lineJoin = 'round';
        context.lineWidth = 3;
        context.strokeStyle = this.palette.halo;
        context.strokeText(text, 0, 0);
        context.fillStyle = this.palette.label;
        context.fillText(text, 0, 0);
      });
      this.sprites.set(key, sprite);
    }
    return sprite;
  }

  // Names of what needs an officer first; none over another. Chosen now and then, so that they do not flicker while their marks move.
  private choosesNames(): void {
    this.named = [];
    const camera = this.camera();
    if (camera.zoom < namesFromZoom) return;
    const now = performance.now();
    const inSight = this.shown.filter(shown => shown.item).map(shown => ({ shown, place: this.place(shown, now, camera) }))
      .filter(({ place: [x, y] }) => x >= 0 && y >= 0 && x <= camera.width && y <= camera.height);
    const taken: [number, number, number][] = [];
    for (const { shown, place: [x, y] } of inSight.reverse()) {
      if (this.named.length >= mostNames || (inSight.length > crowd && shown.rank === 0)) break;
      const half = 4 * shown.item!.mark.label.length;
      if (taken.some(([l, t, h]) => Math.abs(l - x) < half + h && Math.abs(t - y) < 15)) continue;
      taken.push([x, y, half]);
      this.named.push(shown);
    }
  }

  private drawSoon(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private place(shown: Shown, now: number, camera: Camera): [number, number] {
    const done = progress(shown, now);
    let x = shown.fromX + (shown.x - shown.fromX) * done - camera.x;
    // Where the map shows the world more than once, the nearest is meant.
    x -= Math.round(x);
    const y = shown.fromY + (shown.y - shown.fromY) * done - camera.y;
    return [camera.width / 2 + x * camera.worldPx, camera.height / 2 + y * camera.worldPx];
  }

  private draw(): void {
    const { context, screen, ratio } = this;
    const now = performance.now();
    const camera = this.camera();
    const toPixel = (css: number) => Math.round((css + marginPx) * ratio);
    screen.clear();
    for (const shown of this.shown) {
      if (shown.icon === null) continue;
      const [x, y] = this.place(shown, now, camera);
      if (x > -marginPx && y > -marginPx && x < camera.width + marginPx && y < camera.height + marginPx) screen.put(shown.icon, toPixel(x), toPixel(y));
    }
    for (const shown of this.named) {
      const [x, y] = this.place(shown, now, camera);
      screen.put(this.name(shown.item!.mark.label), toPixel(x), toPixel(y + 20));
    }
    screen.show(context);

    context.setTransform(ratio, 0, 0, ratio, marginPx * ratio, marginPx * ratio);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `12px ${font.map(f => `"${f}"`).join()}`;
    for (const shown of this.shown) {
      if (shown.item) continue;
      const [x, y] = this.place(shown, now, camera);
      if (x > -marginPx && y > -marginPx && x < camera.width + marginPx && y < camera.height + marginPx) this.drawCluster(shown, x, y);
    }
    if (this.selected) {
      const { x, y } = this.selected;
      const [left, top] = this.place({ x, y, fromX: x, fromY: y, since: 0 } as Shown, now, camera);
      context.beginPath();
      context.arc(left, top, 19, 0, 7);
      context.lineWidth = 2.5;
      context.strokeStyle = this.palette.select;
      context.stroke();
    }
    if (now < this.glidesUntil) this.drawSoon();
  }

  private drawCluster({ members, rank: worst }: Shown, x: number, y: number): void {
    const { context, palette: p } = this;
    context.beginPath();
    context.arc(x, y, clusterSize(members.length), 0, 7);
    context.fillStyle = p.cluster;
    context.fill();
    context.lineWidth = 3 + worst;
    context.strokeStyle = worst === 2 ? p.critical : worst === 1 ? p.warning : members.every(m => m.mark.motion === 'silent') ? p.silent : p.ok;
    context.stroke();
    context.fillStyle = p.clusterText;
    context.fillText(members.length < 1_000 ? String(members.length) : `${(members.length / 1_000).toFixed(members.length < 10_000 ? 1 : 0)}k`, x, y + 0.5);
  }
}

const alone = (item: Item) => ({ x: item.x, y: item.y, members: [item] });

const progress = (shown: Shown, now: number): number => Math.min(1, (now - shown.since) / glideMs);

const clusterSize = (count: number): number => Math.min(25, 13 + 0.5 * (Math.sqrt(count) - 1.4));

const need = (members: readonly Item[]): Need => {
  let worst: Need = 'none';
  for (const { mark } of members) {
    if (mark.need === 'critical') return 'critical';
    if (mark.need === 'warning') worst = 'warning';
  }
  return worst;
};

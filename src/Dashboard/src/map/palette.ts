// The map's colours, dark and light. What matters is never told by colour alone: marks differ in shape as well.

import type { Theme } from '../state';

export interface Palette {
  sea: string; land: string; border: string; road: string; mainRoad: string; rail: string;
  label: string; halo: string;
  ok: string; idle: string; silent: string; warning: string; critical: string;
  edge: string; cluster: string; clusterText: string;
  route: string; corridor: string; select: string;
  stop: string; prohibited: string;
  /** The image with which prohibited ground is filled. */
  hatch: string;
}

export const palettes: Record<Theme, Palette> = {
  light: {
    sea: '#d3e0ea', land: '#f6f5f1', border: '#b3b0a4', road: '#dedace', mainRoad: '#c6b996', rail: '#cfcdc8',
    label: '#3b4650', halo: '#f6f5f1',
    ok: '#1b7f4d', idle: '#2f6db3', silent: '#6a747e', warning: '#c77700', critical: '#c5221f',
    edge: '#ffffff', cluster: '#ffffff', clusterText: '#16202a',
    route: '#0b5cad', corridor: '#bed0e1', select: '#0b2f57',
    stop: '#0f7f8c', prohibited: '#b0123b', hatch: 'hatch-light',
  },
  dark: {
    sea: '#0a1118', land: '#17212b', border: '#3a4856', road: '#25323e', mainRoad: '#3c4c5b', rail: '#2b3641',
    label: '#b6c4d1', halo: '#101820',
    ok: '#3fb76f', idle: '#6ca9ec', silent: '#95a1ad', warning: '#f0a93b', critical: '#ff6b63',
    edge: '#0a1118', cluster: '#1f2b36', clusterText: '#e6edf3',
    route: '#6cb6ff', corridor: '#283f55', select: '#ffffff',
    stop: '#4fc3cf', prohibited: '#ff7a93', hatch: 'hatch-dark',
  },
};

/** Colours of speed, from standing to fast, in km/h. */
export const speedColours: readonly [number, string][] = [[0, '#8c2d9b'], [20, '#c2477f'], [40, '#e07b4f'], [60, '#d9b13b'], [80, '#4fae6a']];

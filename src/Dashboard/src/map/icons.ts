// The signs of the map, drawn here: an arrow moves, a square stands, a ring is silent; trouble adds a ring and a colour; prohibited ground is hatched.

import type { Motion, Need } from '../model/asset';
import type { Palette } from './palette';

/** Width and height in CSS pixels, whatever the heading. */
export const iconSize = 30;

export type Shape = Motion | 'drifting';

/** Draws one mark around the origin, heading up. */
export const drawIcon = (c: CanvasRenderingContext2D, need: Need, shape: Shape, p: Palette): void => {
  const fill = need === 'critical' ? p.critical : need === 'warning' ? p.warning : shape === 'silent' ? p.silent : shape === 'stopped' ? p.idle : p.ok;
  if (need !== 'none') {
    c.globalAlpha = 0.28;
    c.fillStyle = fill;
    c.beginPath();
    c.arc(0, 0, 14, 0, 7);
    c.fill();
    c.globalAlpha = 1;
    c.lineWidth = 1.5;
    c.strokeStyle = fill;
    if (need === 'warning') c.setLineDash([3, 2.5]);
    c.beginPath();
    c.arc(0, 0, 13, 0, 7);
    c.stroke();
    c.setLineDash([]);
  }
  c.lineJoin = 'round';
  c.beginPath();
  if (shape === 'moving') {
    c.moveTo(0, -9);
    c.lineTo(6.5, 8);
    c.lineTo(0, 4.5);
    c.lineTo(-6.5, 8);
    c.closePath();
  } else if (shape === 'stopped') {
    c.roundRect(-5.5, -5.5, 11, 11, 2);
  } else {
    c.arc(0, 0, 6, 0, 7);
  }
  c.strokeStyle = p.edge;
  c.lineWidth = 3.5;
  c.stroke();
  if (shape === 'silent') {
    c.fillStyle = p.edge;
    c.fill();
    c.strokeStyle = fill;
    c.lineWidth = 2.2;
    c.stroke();
    c.beginPath();
    c.moveTo(-3.2, 3.2);
    c.lineTo(3.2, -3.2);
    c.stroke();
  } else {
    c.fillStyle = fill;
    c.fill();
  }
};

/** Prohibited ground: slanting lines that go on from one image to the next, for a screen of two dots to the pixel. */
export const drawHatch = (p: Palette): ImageData => {
  const size = 24;
  const c = new OffscreenCanvas(size, size).getContext('2d')!;
  c.fillStyle = c.strokeStyle = p.prohibited;
  c.globalAlpha = 0.1;
  c.fillRect(0, 0, size, size);
  c.globalAlpha = 0.75;
  c.lineWidth = 3;
  for (const shift of [-size, 0, size]) {
    c.moveTo(shift - 2, size + 2);
    c.lineTo(shift + size + 2, -2);
  }
  c.stroke();
  return c.getImageData(0, 0, size, size);
};

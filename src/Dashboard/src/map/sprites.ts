// Small pictures as lists of pixels, and a screen they are put on. Copying pixels is several times faster than asking a canvas or a software WebGL to draw the same pictures
// ten thousand times, and does not need a graphics card.

/** A picture without its transparent pixels; places are relative to its middle. */
export interface Sprite { dx: Int16Array; dy: Int16Array; colour: Uint32Array; reachX: number; reachY: number }

/** Keeps of a drawing what can be seen. */
export const toSprite = (drawing: ImageData): Sprite => {
  const { width, height } = drawing;
  const pixels = new Uint32Array(drawing.data.buffer);
  const seen: number[] = [];
  for (let i = 0; i < pixels.length; i++) if (pixels[i]! >>> 24 > 8) seen.push(i);
  return {
    dx: Int16Array.from(seen, i => (i % width) - (width >> 1)),
    dy: Int16Array.from(seen, i => Math.floor(i / width) - (height >> 1)),
    colour: Uint32Array.from(seen, i => pixels[i]!),
    reachX: width >> 1,
    reachY: height >> 1,
  };
};

/** Draws something on an empty canvas of its own; sizes in CSS pixels, the origin in the middle. */
export const drawSprite = (width: number, height: number, ratio: number, draw: (context: CanvasRenderingContext2D) => void): Sprite => {
  const canvas = document.createElement('canvas');
  canvas.width = 2 * Math.ceil((width * ratio) / 2);
  canvas.height = 2 * Math.ceil((height * ratio) / 2);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.translate(canvas.width / 2, canvas.height / 2);
  context.scale(ratio, ratio);
  draw(context);
  return toSprite(context.getImageData(0, 0, canvas.width, canvas.height));
};

/** Pixels of the size of a canvas. */
export class Screen {
  private readonly image: ImageData;
  private readonly pixels: Uint32Array;

  constructor(readonly width: number, readonly height: number) {
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  clear(): void {
    this.pixels.fill(0);
  }

  /** Puts a picture with its middle at a pixel; one that would be cut off by the edge is left out. */
  put({ dx, dy, colour, reachX, reachY }: Sprite, x: number, y: number): void {
    if (x < reachX || y < reachY || x >= this.width - reachX || y >= this.height - reachY) return;
    const { pixels, width } = this;
    const middle = y * width + x;
    for (let i = 0; i < colour.length; i++) {
      const at = middle + dy[i]! * width + dx[i]!;
      const over = colour[i]!;
      const under = pixels[at]!;
      pixels[at] = over >= 0xff00_0000 || under === 0 ? over : mix(over, under);
    }
  }

  show(on: CanvasRenderingContext2D): void {
    on.putImageData(this.image, 0, 0);
  }
}

// Not premultiplied, as ImageData holds them. A soft edge over something soft is rare, and takes the stronger of both.
const mix = (over: number, under: number): number => {
  const share = over >>> 24;
  const blend = (shift: number) => {
    const [a, b] = [(over >>> shift) & 255, (under >>> shift) & 255];
    return (b + (((a - b) * share) >> 8)) & 255;
  };
  return ((Math.max(share, under >>> 24) << 24) | (blend(16) << 16) | (blend(8) << 8) | blend(0)) >>> 0;
};

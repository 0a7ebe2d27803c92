/** The logo, a shield with a tick, drawn in the two sizes that Teams requires. */
import { encodePng } from './png.ts';

type Point = readonly [x: number, y: number];
/** Red, green, blue. */
type Colour = readonly [number, number, number];

const TEAL: Colour = [15, 91, 102];
const WHITE: Colour = [255, 255, 255];

/** In a square of 32; the same shapes as the local workspace's logo. */
const SHIELD: readonly Point[] = [
  [16, 6.5],
  [24, 9.6],
  [24, 15.8],
  ...curve([24, 15.8], [24, 20.6], [20.8, 23.8], [16, 25.7]),
  ...curve([16, 25.7], [11.2, 23.8], [8, 20.6], [8, 15.8]),
  [8, 9.6],
];
const TICK: readonly Point[] = [
  [12.3, 16],
  [15, 18.7],
  [19.9, 13.5],
];

/** 192×192: white on teal, up to the edge; Teams rounds the corners itself. */
export function colourIcon(): Uint8Array {
  return draw(192, 32, (point) => {
    if (distance(point, TICK) <= 1.1) return TEAL;
    return isInside(point, SHIELD) ? WHITE : TEAL;
  });
}

/**
 * 32×32: white lines on a transparent ground, as Teams demands of an outline. Drawn larger, because it is shown small.
 */
export function outlineIcon(): Uint8Array {
  const edge = [...SHIELD, SHIELD[0]!];
  return draw(32, 23, (point) => (distance(point, edge) <= 0.8 || distance(point, TICK) <= 1 ? WHITE : null));
}

/** Samples per pixel in each direction: 16 samples make an edge smooth. */
const PARTS = 4;

/** @param span how much of the 32 units is shown, around the centre */
function draw(size: number, span: number, colourAt: (point: Point) => Colour | null): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  const at = (index: number) => 16 + ((index + 0.5) / (size * PARTS) - 0.5) * span;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let [red, green, blue, seen] = [0, 0, 0, 0];
      for (let part = 0; part < PARTS * PARTS; part++) {
        const colour = colourAt([at(x * PARTS + (part % PARTS)), at(y * PARTS + Math.floor(part / PARTS))]);
        if (!colour) continue;
        seen += 1;
        red += colour[0];
        green += colour[1];
        blue += colour[2];
      }
      const mean = (sum: number) => Math.round(sum / Math.max(seen, 1));
      const alpha = Math.round((seen / (PARTS * PARTS)) * 255);
      pixels.set([mean(red), mean(green), mean(blue), alpha], (y * size + x) * 4);
    }
  }
  return encodePng(size, pixels);
}

/** Twelve points of a Bézier curve, including its end. */
function curve(from: Point, first: Point, second: Point, to: Point): Point[] {
  return Array.from({ length: 12 }, (_, index) => {
    const t = (index + 1) / 12;
    const weigh = (axis: 0 | 1) =>
      (1 - t) ** 3 * from[axis] +
      3 * (1 - t) ** 2 * t * first[axis] +
      3 * (1 - t) * t ** 2 * second[axis] +
      t ** 3 * to[axis];
    return [weigh(0), weigh(1)];
  });
}

/** Whether a ray to the right crosses the outline an odd number of times. */
function isInside([x, y]: Point, outline: readonly Point[]): boolean {
  let inside = false;
  for (let index = 0; index < outline.length; index++) {
    const [x1, y1] = outline[index]!;
    const [x2, y2] = outline[(index + 1) % outline.length]!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/**
 * Distance to the nearest point of a line through these points. Called half a million times per icon, so it builds no
 * lists.
 */
function distance([x, y]: Point, line: readonly Point[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < line.length; index++) {
    const [x1, y1] = line[index - 1]!;
    const dx = line[index]![0] - x1;
    const dy = line[index]![1] - y1;
    const t = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
    nearest = Math.min(nearest, Math.hypot(x - x1 - t * dx, y - y1 - t * dy));
  }
  return nearest;
}

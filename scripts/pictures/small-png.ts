/**
 * Makes a screenshot small. Chromium writes a PNG quickly rather than well, with 24 bits a pixel; a
 * window of text, hairlines and plain areas needs 256 colours. The same picture gives the same bytes.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { pngFile } from '../icons/formats.ts';

const MAX_COLOURS = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** One number a pixel, 0xRRGGBB. */
  readonly colours: Uint32Array;
}

/** `file`: a PNG of 8 bits a channel, RGB or RGBA, without interlace, as Chromium's are. */
export function smallPng(file: Buffer): Buffer {
  const { width, height, colours } = readPng(file);
  const { palette, indices } = paletteOf(colours);
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < colours.length; at += 1) {
    const row = Math.floor(at / width);
    rows[row * (width + 1) + 1 + (at % width)] = indices.get(colours[at] ?? 0) ?? 0;
  }
  const entries = Buffer.from(palette.flatMap((one) => channels(one)));
  return pngFile({ width, height, palette: entries }, deflateSync(rows, { level: 9 }));
}

const channels = (colour: number): [number, number, number] => [
  colour >> 16,
  (colour >> 8) & 255,
  colour & 255,
];

/**
 * The colours of the large areas as they are, and then whichever is farthest from all that are there,
 * so that a small spot of its own colour keeps it. Every colour becomes the nearest of them.
 */
function paletteOf(colours: Uint32Array): {
  readonly palette: readonly number[];
  readonly indices: ReadonlyMap<number, number>;
} {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const seen = [...counts]
    .sort(([one, many], [other, more]) => more - many || one - other)
    .map(([colour]) => ({ colour, index: 0, distance: Infinity }));
  const palette: number[] = [];
  const add = (colour: number) => {
    for (const one of seen) {
      const distance = distanceOf(one.colour, colour);
      if (distance < one.distance) Object.assign(one, { distance, index: palette.length });
    }
    palette.push(colour);
  };
  for (const { colour } of seen.slice(0, MAX_COLOURS / 4)) add(colour);
  while (palette.length < MAX_COLOURS) {
    const farthest = seen.reduce((most, one) => (one.distance > most.distance ? one : most));
    if (farthest.distance === 0) break;
    add(farthest.colour);
  }
  return { palette, indices: new Map(seen.map(({ colour, index }) => [colour, index])) };
}

function distanceOf(one: number, other: number): number {
  const [red, green, blue] = channels(one);
  const [r, g, b] = channels(other);
  return (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
}

function readPng(file: Buffer): Pixels {
  const data: Buffer[] = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') {
      data.push(file.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  // The header comes first: its length and name, then width, height, bits, and what a pixel is made of.
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const [bits, kind, , , interlaced] = file.subarray(24, 29);
  if (bits !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) {
    throw new Error(`a PNG of ${String(bits)} bits and kind ${String(kind)} is none of Chromium's`);
  }
  const size = kind === 6 ? 4 : 3;
  const bytes = withoutFilters(inflateSync(Buffer.concat(data)), width * size, height, size);
  const colours = new Uint32Array(width * height);
  for (let at = 0; at < colours.length; at += 1) colours[at] = bytes.readUIntBE(at * size, 3);
  return { width, height, colours };
}

/** Each row of a PNG begins with what its bytes were taken from: left, above, their mean, or the best. */
function withoutFilters(rows: Buffer, stride: number, height: number, size: number): Buffer {
  const bytes = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = rows[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const isFirst = column < size;
      const left = isFirst ? 0 : (bytes[at - size] ?? 0);
      const above = row === 0 ? 0 : (bytes[at - stride] ?? 0);
      const corner = isFirst || row === 0 ? 0 : (bytes[at - stride - size] ?? 0);
      const guess = [0, left, above, (left + above) >> 1, best(left, above, corner)][filter] ?? 0;
      bytes[at] = (rows[row * (stride + 1) + 1 + column] ?? 0) + guess;
    }
  }
  return bytes;
}

/** Paeth's: whichever is nearest to left + above − corner. */
function best(left: number, above: number, corner: number): number {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** PNG, ICO and ICNS, written by hand: no native module, the same bytes on every machine. */
import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from './raster.ts';

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG of eight bits: `rows` has a byte for the filter of each row before the row, deflated. */
export function pngFile(
  { width, height, palette }: { width: number; height: number; palette?: Buffer },
  rows: Buffer,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Numbers of the palette's colours, or else RGBA.
  header.set([8, palette === undefined ? 6 : 3, 0, 0, 0], 8);
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    ...(palette === undefined ? [] : [pngChunk('PLTE', palette)]),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Eight bits a channel, RGBA, no filter. */
export function png({ size, pixels }: Picture): Buffer {
  const stride = size * 4;
  const rows = Buffer.alloc((stride + 1) * size);
  for (let row = 0; row < size; row += 1) {
    rows.set(pixels.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  }
  return pngFile({ width: size, height: size }, deflateSync(rows, { level: 9 }));
}

/** A device-independent bitmap, as old readers of small icons want it: BGRA, bottom row first. */
function bitmap({ size, pixels }: Picture): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(size * 2, 8); // The colours and, below them, the mask.
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const colours = Buffer.alloc(size * size * 4);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const from = (row * size + column) * 4;
      const to = ((size - 1 - row) * size + column) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(from, from + 4);
      colours.set([blue, green, red, alpha], to);
    }
  }
  // All zero: the alpha channel says what is seen.
  const mask = Buffer.alloc(Math.ceil(size / 32) * 4 * size);
  return Buffer.concat([header, colours, mask]);
}

/** Bitmaps below 256 pixels, PNG from there on, as Windows does it. */
export function ico(pictures: readonly Picture[]): Buffer {
  const images = pictures.map((picture) => (picture.size < 256 ? bitmap(picture) : png(picture)));
  const header = Buffer.alloc(6 + pictures.length * 16);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, image] of images.entries()) {
    const size = pictures[index]?.size ?? 0;
    const at = 6 + index * 16;
    header.set([size % 256, size % 256, 0, 0], at);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(image.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([header, ...images]);
}

/** Apple's name for a PNG of each size: the plain ones and those for displays of double density. */
const APPLE_TYPES: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

export const icnsSizes: readonly number[] = Object.keys(APPLE_TYPES).map(Number);

/** Throws for a size that Apple has no name for. */
export function icns(pictures: readonly Picture[]): Buffer {
  const entries = pictures.flatMap((picture) => {
    const types = APPLE_TYPES[picture.size];
    if (types === undefined) throw new Error(`icns has no entry of ${picture.size} pixels`);
    const image = png(picture);
    return types.map((type) => tagged(type, image));
  });
  return tagged('icns', Buffer.concat(entries));
}

function tagged(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(data.length + 8, 4);
  return Buffer.concat([head, data]);
}

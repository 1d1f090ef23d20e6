/** The pictures of the documents: few colours, no colour lost. */
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pngFile } from '../../scripts/icons/formats.ts';
import { smallPng } from '../../scripts/pictures/small-png.ts';

/** Four pixels a row, RGBA; each row begins with the number of its filter. */
const picture = (...rows: readonly (readonly number[])[]) =>
  pngFile({ width: 4, height: rows.length }, deflateSync(Buffer.from(rows.flat())));

/** The data of the first chunk of that name. */
function chunkOf(file: Buffer, name: string): Buffer {
  const at = file.indexOf(name, 0, 'latin1');
  return file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4));
}

/** The colours of a small picture, `width` a row, as #rrggbb. */
function coloursOf(file: Buffer, width: number): string[] {
  const palette = chunkOf(file, 'PLTE').toString('hex').match(/.{6}/gu) ?? [];
  const rows = [...inflateSync(chunkOf(file, 'IDAT'))];
  return rows.filter((_, at) => at % (width + 1) > 0).map((index) => `#${palette[index] ?? ''}`);
}

describe('a small picture', () => {
  it('reads rows that were written with any of the five filters', () => {
    const grey = (...values: readonly number[]) =>
      values.flatMap((value) => [value, value, value, 255]);
    // What is added to left, above, their mean and the best of three; 255 wraps to it.
    const same = grey(0, 0, 0, 0).map((_, at) => (at % 4 === 3 ? 0 : 10));
    const first = [10, 10, 10, 255];
    const file = picture(
      [0, ...grey(10, 20, 30, 40)],
      [1, ...first, ...same.slice(4)],
      [2, ...same],
      [3, ...same],
      [4, ...same],
    );
    const hex = (value: number) => `#${value.toString(16).padStart(2, '0').repeat(3)}`;
    const expected = [
      ...[10, 20, 30, 40],
      ...[10, 20, 30, 40],
      ...[20, 30, 40, 50],
      // 10 + half of 20; then 10 + half of what is left and above.
      ...[20, 35, 47, 58],
      // Above, then whichever is nearest to left + above − corner.
      ...[30, 45, 57, 68],
    ];
    expect(coloursOf(smallPng(file), 4)).toEqual(expected.map(hex));
  });

  it('keeps a single pixel of its own colour among thousands of greys', () => {
    const width = 1000;
    const pixels = Array.from({ length: width }, (_, at) => [at % 250, at >> 2, 90, 255]);
    pixels[500] = [0, 120, 255, 255];
    const row = Buffer.from([0, ...pixels.flat()]);
    const small = smallPng(pngFile({ width, height: 1 }, deflateSync(row)));
    expect(chunkOf(small, 'PLTE').length).toBe(256 * 3);
    expect(coloursOf(small, width)[500]).toBe('#0078ff');
  });

  it('refuses what Chromium does not write', () => {
    const palette = pngFile({ width: 1, height: 1, palette: Buffer.alloc(3) }, Buffer.alloc(0));
    expect(() => smallPng(palette)).toThrow('kind 3');
  });
});

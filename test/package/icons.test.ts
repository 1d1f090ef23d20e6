/** The icons: drawn from one mark, well formed in three formats, and told apart without colour. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  bundledIcons,
  installerIcons,
  trayFile,
  trayStates,
  type TrayState,
} from '../../scripts/icons/files.ts';
import { icns } from '../../scripts/icons/formats.ts';
import {
  bang,
  bars,
  disc,
  mark,
  ring,
  ringEnd,
  slash,
  type Shape,
} from '../../scripts/icons/mark.ts';
import { rasterise, type Picture } from '../../scripts/icons/raster.ts';

const root = path.resolve(import.meta.dirname, '../..');
const states = Object.keys(trayStates) as TrayState[];
const shapes: Shape[] = states.map((state) => trayStates[state].shape);
const black = (shape: Shape, size: number) =>
  rasterise([{ figure: mark(shape), colour: [0, 0, 0] }], size);
/** How much of a pixel is covered, 0 to 255; the grid of 16 stands for any size. */
const cover = ({ size, pixels }: Picture, x: number, y: number) => {
  const at = Math.floor((y / 16) * size) * size + Math.floor((x / 16) * size);
  return pixels[at * 4 + 3] ?? -1;
};

/** Decodes our own PNGs, and checks each part on the way. */
function readPng(bytes: Buffer): Picture {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    parts.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  expect([...parts.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = parts.get('IHDR') ?? Buffer.alloc(0);
  const size = header.readUInt32BE(0);
  expect(header.readUInt32BE(4)).toBe(size);
  expect([...header.subarray(8)]).toEqual([8, 6, 0, 0, 0]);
  const rows = inflateSync(parts.get('IDAT') ?? Buffer.alloc(0));
  expect(rows.length).toBe((size * 4 + 1) * size);
  const pixels = new Uint8Array(size * size * 4);
  for (let row = 0; row < size; row += 1) {
    const start = row * (size * 4 + 1);
    expect(rows[start]).toBe(0);
    pixels.set(rows.subarray(start + 1, start + 1 + size * 4), row * size * 4);
  }
  return { size, pixels };
}

describe('the mark', () => {
  it('has the measures of the glyph in the window', async () => {
    const glyph = await readFile(
      path.join(root, 'src-renderer/parts/state/StateGlyph.svelte'),
      'utf8',
    );
    const [left, right, top] = [8 - ringEnd.dx, 8 + ringEnd.dx, 8 + ringEnd.dy].map((n) =>
      n.toFixed(2),
    );
    expect(glyph).toContain(
      `M${right ?? ''} ${top ?? ''}A${ring.radius} ${ring.radius} 0 1 1 ${left ?? ''} ${top ?? ''}`,
    );
    expect(glyph).toContain(`cx="8" cy="8" r="${disc.radius}"`);
    const bar = (dx: number) => `M${8 + dx} ${bars.from}v${(bars.to - bars.from).toFixed(1)}`;
    expect(glyph).toContain(bar(-bars.dx) + bar(bars.dx));
    expect(glyph).toContain(`M${slash.from.join(' ')} ${slash.to.join(' ')}`);
    expect(glyph).toContain(`M${bang.from.join(' ')}v${(bang.to[1] - bang.from[1]).toFixed(1)}`);
    expect(glyph).toContain(`cx="8" cy="${bang.dot.y}" r="${bang.dot.radius}"`);
    expect(glyph).toContain(`stroke-width: ${ring.stroke}`);
  });

  it.each(shapes)('%s: a ring with a notch at 12, at every size', (shape) => {
    for (const size of [16, 22, 32, 48, 256]) {
      const picture = black(shape, size);
      expect(cover(picture, 8, 1.7)).toBe(0); // The notch.
      expect(cover(picture, 8, 14.25)).toBeGreaterThan(200);
      expect(cover(picture, 1.75, 8)).toBeGreaterThan(200);
      expect(cover(picture, 14.25, 8)).toBeGreaterThan(200);
      for (const [x, y] of [
        [0.2, 0.2],
        [15.8, 0.2],
        [0.2, 15.8],
        [15.8, 15.8],
      ] as const) {
        expect(cover(picture, x, y)).toBe(0);
      }
    }
  });

  it('tells its states apart by what is inside the ring', () => {
    const inside = (shape: Shape) => {
      const picture = black(shape, 256);
      return (
        [
          [6, 8],
          [10, 8],
          [8, 11],
          [4.6, 11.4],
        ] as const
      ).map(([x, y]) => cover(picture, x, y) > 128);
    };
    expect(Object.fromEntries(shapes.map((shape) => [shape, inside(shape)]))).toEqual({
      full: [true, true, true, false],
      bars: [true, true, false, false],
      half: [true, false, false, false],
      none: [false, false, false, false],
      slash: [false, false, false, true],
      bang: [false, false, true, false],
    });
  });

  it('has smooth edges of the ink’s own colour, and the same bytes each time', () => {
    const picture = rasterise([{ figure: mark('full'), colour: [5, 112, 90] }], 22);
    const levels = new Set<number>();
    for (let at = 0; at < picture.pixels.length; at += 4) {
      const [red, green, blue, alpha = 0] = picture.pixels.subarray(at, at + 4);
      levels.add(alpha);
      expect([red, green, blue]).toEqual(alpha === 0 ? [0, 0, 0] : [5, 112, 90]);
    }
    expect(levels.size).toBeGreaterThan(20);
    expect(rasterise([{ figure: mark('full'), colour: [5, 112, 90] }], 22)).toEqual(picture);
  });
});

describe('the icons of the tray', () => {
  const files = bundledIcons();

  it('are there for each state on each system, and the window’s own', () => {
    expect(states).toEqual(['live', 'lapsing', 'atRisk', 'signedOut', 'offline', 'needsYou']);
    const wanted = states.flatMap((state) => [
      ...[`${state}Template.png`, `${state}Template@2x.png`, `${state}.ico`],
      ...['', '-mono'].flatMap((mono) =>
        ['', '@2x', '-24', '-32'].map((size) => `${state}${mono}${size}.png`),
      ),
    ]);
    expect([...files.keys()].sort()).toEqual([...wanted, 'app.png'].sort());
  });

  it('are PNGs of the size in their name, in one ink', () => {
    for (const [name, bytes] of files) {
      if (!name.endsWith('.png')) continue;
      const { size, pixels } = readPng(bytes);
      const [, end = ''] = /(Template@2x|Template|@2x|-24|-32|^app|)\.png$/u.exec(name) ?? [];
      const wanted = { Template: 16, 'Template@2x': 32, '@2x': 44, '-24': 24, '-32': 32, app: 256 };
      expect([name, size]).toEqual([name, end === '' ? 22 : wanted[end as keyof typeof wanted]]);
      const inks = new Set<string>();
      for (let at = 0; at < pixels.length; at += 4) {
        if (pixels[at + 3] !== 0) inks.add(pixels.subarray(at, at + 3).join());
      }
      if (name !== 'app.png') expect([name, inks.size]).toEqual([name, 1]);
      if (name.includes('Template')) expect([...inks]).toEqual(['0,0,0']);
      if (name.includes('-mono')) expect([...inks]).toEqual(['255,255,255']);
    }
  });

  it('differ from state to state without their colour', () => {
    const mono = states.map((state) => files.get(trayFile.linux(state, true))?.toString('hex'));
    expect(new Set(mono).size).toBe(6);
  });

  it('have colours that are seen on a light bar as on a dark one', () => {
    const light = (colour: readonly number[]) => {
      const [red = 0, green = 0, blue = 0] = colour.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    for (const state of states) {
      const own = light(trayStates[state].colour);
      for (const bar of [
        [255, 255, 255],
        [0x20, 0x20, 0x20],
      ]) {
        expect([state, contrast(own, light(bar)) >= 3]).toEqual([state, true]);
      }
    }
  });
});

describe('the containers', () => {
  const files = installerIcons();

  /** Each entry of an ICO: its size, and the bytes it points at. */
  const readIco = (bytes: Buffer) => {
    expect([bytes.readUInt16LE(0), bytes.readUInt16LE(2)]).toEqual([0, 1]);
    return Array.from({ length: bytes.readUInt16LE(4) }, (_, index) => {
      const at = 6 + index * 16;
      const [length, offset] = [bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12)];
      return {
        size: bytes[at] || 256,
        image: bytes.subarray(offset, offset + length),
        offset,
        length,
      };
    });
  };

  it('ICO: bitmaps for the small sizes, PNG for the large one, end to end', () => {
    const bytes = files.get('icon.ico') ?? Buffer.alloc(0);
    const entries = readIco(bytes);
    expect(entries.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 128, 256]);
    let end = 6 + entries.length * 16;
    for (const { size, image, offset, length } of entries) {
      expect(offset).toBe(end);
      end += length;
      if (size === 256) {
        expect(readPng(image).size).toBe(256);
        continue;
      }
      expect([image.readUInt32LE(0), image.readInt32LE(4), image.readInt32LE(8)]).toEqual([
        ...[40, size, size * 2],
      ]);
      expect(image.length).toBe(40 + size * size * 4 + Math.ceil(size / 32) * 4 * size);
      // Bottom row first: the notch at 12 is in the last rows, and the ring's foot in the first.
      const alpha = (x: number, row: number) => image[40 + (row * size + x) * 4 + 3] ?? -1;
      if (size < 48) {
        expect(alpha(size / 2, size - 2)).toBe(0);
        expect(alpha(size / 2, Math.round(size * 0.1))).toBeGreaterThan(100);
      }
    }
    expect(end).toBe(bytes.length);
  });

  it('ICNS: every size that macOS asks for', () => {
    const bytes = files.get('icon.icns') ?? Buffer.alloc(0);
    expect(bytes.toString('latin1', 0, 4)).toBe('icns');
    expect(bytes.readUInt32BE(4)).toBe(bytes.length);
    const sizes: Record<string, number> = {};
    for (let at = 8; at < bytes.length;) {
      const length = bytes.readUInt32BE(at + 4);
      const type = bytes.toString('latin1', at, at + 4);
      sizes[type] = readPng(bytes.subarray(at + 8, at + length)).size;
      at += length;
    }
    const wanted = { ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic13: 256, ic09: 512, ic14: 512 };
    expect(sizes).toEqual({ ...wanted, ic10: 1024 });
    expect(() => icns([{ size: 20, pixels: new Uint8Array(1600) }])).toThrow('20 pixels');
  });

  it('PNG: a folder of sizes for Linux', () => {
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      const bytes = files.get(`icons/${size}x${size}.png`);
      expect(readPng(bytes ?? Buffer.alloc(0)).size).toBe(size);
    }
  });
});

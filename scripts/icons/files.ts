/** Every icon file there is: the tray's, which go into the app, and those that the installers want. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { icns, icnsSizes, ico, png } from './formats.ts';
import { mark, scaled, tile, type Shape } from './mark.ts';
import { rasterise, type Colour, type Layer, type Picture } from './raster.ts';

/** Viridian: oklch(0.475 0.088 176). */
const VIRIDIAN: Colour = [0x05, 0x70, 0x5a];
/** The window's own background. */
const PAPER: Colour = [0xfc, 0xfe, 0xfe];
const BLACK: Colour = [0, 0, 0];

/** The tray's five states, and the shape that tells each from the others without colour. */
export const trayShapes = {
  live: 'full',
  'at-risk': 'half',
  'signed-out': 'none',
  offline: 'slash',
  'needs-you': 'bang',
} as const satisfies Record<string, Shape>;

export type TrayState = keyof typeof trayShapes;

/** Told apart on a light bar and on a dark one; grey is for what is no fault. */
const stateInk: Readonly<Record<TrayState, Colour>> = {
  live: [0x1c, 0x9c, 0x80],
  'at-risk': [0xc9, 0x7a, 0x10],
  'signed-out': [0x82, 0x8b, 0x8e],
  offline: [0x82, 0x8b, 0x8e],
  'needs-you': [0xe0, 0x4f, 0x45],
};

/** In colour; or one ink: dark for a light bar, light for a dark bar. */
const inks = {
  colour: (state: TrayState) => stateInk[state],
  'on-light': (): Colour => [0x1b, 0x22, 0x24],
  'on-dark': (): Colour => [0xff, 0xff, 0xff],
} as const;
type Bar = keyof typeof inks;

const LINUX_SIZES = [22, 24, 32] as const;
const WINDOWS_SIZES = [16, 20, 24, 32, 48] as const;
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;

/** How the tray's files are called, in `dist/icons/`. macOS finds the file with @2x by itself. */
export const trayFile = {
  macos: (state: TrayState): string => `tray-${state}Template.png`,
  windows: (state: TrayState, bar: Bar): string => `tray-${state}-${bar}.ico`,
  linux: (state: TrayState, bar: Bar, size: (typeof LINUX_SIZES)[number]): string =>
    `tray-${state}-${bar}-${size}.png`,
} as const;

const drawMark = (shape: Shape, colour: Colour, size: number): Picture =>
  rasterise([{ figure: mark(shape), colour }], size);

type Files = ReadonlyMap<string, Buffer>;

/** What is in `dist/icons/`, by name. */
export function bundledIcons(): Files {
  const files = new Map<string, Buffer>();
  for (const [state, shape] of Object.entries(trayShapes) as [TrayState, Shape][]) {
    const template = trayFile.macos(state);
    files.set(template, png(drawMark(shape, BLACK, 16)));
    files.set(template.replace('.png', '@2x.png'), png(drawMark(shape, BLACK, 32)));
    for (const [bar, inkOf] of Object.entries(inks) as [Bar, (state: TrayState) => Colour][]) {
      const ink = inkOf(state);
      const pictures = WINDOWS_SIZES.map((size) => drawMark(shape, ink, size));
      files.set(trayFile.windows(state, bar), ico(pictures));
      for (const size of LINUX_SIZES) {
        files.set(trayFile.linux(state, bar, size), png(drawMark(shape, ink, size)));
      }
    }
  }
  files.set('app.png', png(drawApp(256, 'flush')));
  return files;
}

/**
 * The app's own icon: the live mark on a sheet of paper, and without the sheet where there is no room
 * for it. macOS wants a margin around the sheet; the others do not.
 */
function drawApp(size: number, fit: 'flush' | 'margin'): Picture {
  const live = mark('full');
  if (size < 48) return rasterise([{ figure: live, colour: VIRIDIAN }], size);
  const inset = fit === 'margin' ? 1.5625 : 0.25;
  const sheet: Layer = { figure: tile(inset, (16 - 2 * inset) * 0.225), colour: PAPER };
  const factor = ((16 - 2 * inset) / 16) * 0.72;
  return rasterise([sheet, { figure: scaled(live, factor), colour: VIRIDIAN }], size);
}

/** What electron-builder looks for in its folder of resources, by name. */
export function installerIcons(): Files {
  return new Map([
    ['icon.icns', icns(icnsSizes.map((size) => drawApp(size, 'margin')))],
    ['icon.ico', ico([16, 24, 32, 48, 64, 128, 256].map((size) => drawApp(size, 'flush')))],
    ...APP_SIZES.map((size) => [`icons/${size}x${size}.png`, png(drawApp(size, 'flush'))] as const),
  ]);
}

/** Writes the files below `folder`. */
export async function writeIcons(folder: string, files: Files): Promise<void> {
  for (const [name, bytes] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

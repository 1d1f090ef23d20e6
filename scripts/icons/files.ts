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
const WHITE: Colour = [255, 255, 255];
const GREY: Colour = [0x78, 0x80, 0x82];

/**
 * The tray's six states: the shape that tells each from the others without colour, and a colour that
 * is seen on a light bar as on a dark one.
 */
export const trayStates = {
  live: { shape: 'full', colour: [0x12, 0x8a, 0x70] },
  lapsing: { shape: 'bars', colour: GREY },
  atRisk: { shape: 'half', colour: [0xb0, 0x70, 0x10] },
  signedOut: { shape: 'none', colour: GREY },
  offline: { shape: 'slash', colour: GREY },
  needsYou: { shape: 'bang', colour: [0xd0, 0x3f, 0x33] },
} as const satisfies Record<string, { readonly shape: Shape; readonly colour: Colour }>;

export type TrayState = keyof typeof trayStates;

const WINDOWS_SIZES = [16, 20, 24, 32, 48] as const;
/** Electron finds the file with @2x by itself; 24 and 32 are for bars that want just that. */
const LINUX_SIZES = { '': 22, '@2x': 44, '-24': 24, '-32': 32 } as const;
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;

/** How the tray's files are called, in `dist/icons/`. */
export const trayFile = {
  /** The system colours it; `…Template@2x.png` lies beside it. */
  macos: (state: TrayState): string => `${state}Template.png`,
  windows: (state: TrayState): string => `${state}.ico`,
  /** `mono`: white, for the dark bar of GNOME. */
  linux: (state: TrayState, mono: boolean, size: keyof typeof LINUX_SIZES = ''): string =>
    `${state}${mono ? '-mono' : ''}${size}.png`,
} as const;

const drawMark = (shape: Shape, colour: Colour, size: number): Picture =>
  rasterise([{ figure: mark(shape), colour }], size);

type Files = ReadonlyMap<string, Buffer>;

/** What is in `dist/icons/`, by name: the tray's files, and the window's own icon. */
export function bundledIcons(): Files {
  const files = new Map<string, Buffer>();
  for (const state of Object.keys(trayStates) as TrayState[]) {
    const { shape, colour } = trayStates[state];
    const template = trayFile.macos(state);
    files.set(template, png(drawMark(shape, BLACK, 16)));
    files.set(template.replace('.png', '@2x.png'), png(drawMark(shape, BLACK, 32)));
    const pictures = WINDOWS_SIZES.map((size) => drawMark(shape, colour, size));
    files.set(trayFile.windows(state), ico(pictures));
    for (const mono of [false, true]) {
      for (const [suffix, size] of Object.entries(LINUX_SIZES)) {
        const name = trayFile.linux(state, mono, suffix as keyof typeof LINUX_SIZES);
        files.set(name, png(drawMark(shape, mono ? WHITE : colour, size)));
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

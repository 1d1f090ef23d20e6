/** Turns figures into pixels: each pixel is covered as far as the figure's edge crosses it. */
import { GRID, type Figure } from './mark.ts';

export type Colour = readonly [red: number, green: number, blue: number];

export interface Layer {
  readonly figure: Figure;
  readonly colour: Colour;
}

/** `size` × `size` pixels, RGBA, not premultiplied, from the top left. */
export interface Picture {
  readonly size: number;
  readonly pixels: Uint8Array;
}

/** Draws the layers on nothing, the first one lowest. The same input gives the same bytes. */
export function rasterise(layers: readonly Layer[], size: number): Picture {
  const pixels = new Uint8Array(size * size * 4);
  const unit = GRID / size;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const at = (row * size + column) * 4;
      for (const { figure, colour } of layers) {
        const distance = figure((column + 0.5) * unit, (row + 0.5) * unit) / unit;
        blend(pixels, at, colour, Math.min(1, Math.max(0, 0.5 - distance)));
      }
    }
  }
  return { size, pixels };
}

function blend(pixels: Uint8Array, at: number, colour: Colour, cover: number): void {
  if (Math.round(cover * 255) === 0) return;
  const below = (pixels[at + 3] ?? 0) / 255;
  const alpha = cover + below * (1 - cover);
  for (const [channel, value] of colour.entries()) {
    const under = (pixels[at + channel] ?? 0) * below * (1 - cover);
    pixels[at + channel] = Math.round((value * cover + under) / alpha);
  }
  pixels[at + 3] = Math.round(alpha * 255);
}

/** The ways to the palette and the list of keys, which are loaded when they are first needed. */

const load = () => import('./palette-parts.ts');
export const loadPalette = async () => (await load()).Palette;
export const loadKeys = async () => (await load()).Keys;

/** The way to the palette and the list of keys, which are loaded when they are first needed. */

export const loadPalette = () => import('./palette-parts.ts');

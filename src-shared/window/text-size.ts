/** Sizes of the text, in per cent; a zoom of the whole page. Without a schema: the window uses it too. */
export const textSizes = [100, 125, 150, 200] as const;
export type TextSize = (typeof textSizes)[number];

/** The size a step above or below; the same at either end. */
export function textSizeBeside(size: TextSize, step: 1 | -1): TextSize {
  return textSizes[textSizes.indexOf(size) + step] ?? size;
}

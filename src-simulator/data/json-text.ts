/**
 * Objects as JSON, written once: a page of a thousand bills would else take longer to write than to
 * find. A stored object never changes (another takes its place), so its text stays right.
 */
import type { Shape } from '../facts/shapes.ts';
import type { Row } from './row.ts';

/** A value that is JSON already. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const whole = new WeakMap<Row, string>();
const bare = new WeakMap<Row, string>();

/** A list of objects, with their lines or without. */
export function listText(shape: Shape, rows: readonly Row[], withLines: boolean): JsonText {
  const texts = withLines
    ? rows.map((row) => remembered(whole, row, () => row))
    : rows.map((row) => remembered(bare, row, () => withoutLines(shape, row)));
  return new JsonText(`[${texts.join(',')}]`);
}

export function withoutLines(shape: Shape, row: Row): Row {
  const shown = Object.entries(row).filter(
    ([name]) => (shape.fields.get(name)?.lines ?? null) === null,
  );
  return Object.fromEntries(shown);
}

function remembered(texts: WeakMap<Row, string>, row: Row, shown: () => Row): string {
  let text = texts.get(row);
  if (text === undefined) {
    text = JSON.stringify(shown());
    texts.set(row, text);
  }
  return text;
}

/** The table of faults names a test for each row, and a test of that title is there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const folder = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

interface Row {
  readonly tag: string;
  readonly files: readonly string[];
}
const rows: readonly Row[] = [...read('FAULTS.md').matchAll(/^\| ([A-Z]\d+) .*\|(.*)\|$/gmu)].map(
  ([, tag = '', tests = '']) => ({
    tag,
    files: [...tests.matchAll(/`([^`]+\.test\.ts)`/gu)].map(([, file = '']) => file),
  }),
);

/** Every row that the table has to have, by the letter of its part: without this list one could go unseen. */
const CASES: Readonly<Record<string, readonly number[]>> = {
  C: [
    ...[1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24],
    ...[25, 26, 27, 28, 29, 30, 120, 121, 122, 123, 140],
  ],
  G: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  S: [
    ...[31, 32, 33, 34, 35, 36, 37, 38, 39, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53],
    ...[54, 124, 125, 126, 127, 128, 129],
  ],
  V: [55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73],
  I: [74, 75, 76, 77, 78, 79, 80, 82],
  W: [83, 84, 85, 86, 87, 88, 89],
  R: [90, 92, 93],
  P: [96, 97, 98, 99],
  E: [100, 101, 102, 103, 104, 105],
  A: [94, 95, 150, 151, 152, 153, 154, 155],
};

const TITLED = ['it', 'test', 'describe', 'onEachHost', 'onBrowserHost', 'onElectron'];

/** The titles of the tests and groups that run, with the texts of their tables. */
function titlesOf(text: string): string[] {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const initials = initialsIn(source);
  const titles: string[] = [];

  /** A table may stand in a variable of its own. */
  function textsIn(node: ts.Node, seen: readonly string[] = []): void {
    if (ts.isStringLiteralLike(node)) titles.push(node.text);
    else if (ts.isTemplateExpression(node)) titles.push(node.head.text);
    else if (!ts.isIdentifier(node)) node.forEachChild((child) => textsIn(child, seen));
    else if (!seen.includes(node.text)) {
      const initial = initials.get(node.text);
      if (initial !== undefined) textsIn(initial, [...seen, node.text]);
    }
  }
  /** The names on the way to what is called: `it.each(…)(…)` is it, each. Null: it does not run. */
  function way(node: ts.Expression): readonly string[] {
    if (ts.isIdentifier(node)) return [node.text];
    if (ts.isPropertyAccessExpression(node)) return [...way(node.expression), node.name.text];
    return ts.isCallExpression(node) ? way(node.expression) : [];
  }
  function visit(node: ts.Node): void {
    if (ts.isCallExpression(node)) {
      const [name = '', ...more] = way(node.expression);
      const [title] = node.arguments;
      const runs = !more.some((verb) => ['skip', 'todo'].includes(verb));
      // The arguments of `each` come by here too, as a call on the way.
      if (title !== undefined && TITLED.includes(name) && runs) textsIn(title);
    }
    node.forEachChild(visit);
  }
  visit(source);
  return titles;
}

/** The first value of each variable, by its name. */
function initialsIn(source: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
      const name = node.name.getText(source);
      if (!found.has(name)) found.set(name, node.initializer);
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

describe('the fault table', () => {
  const tags = rows.map(({ tag }) => tag);
  const known = new Map<string, readonly string[]>();
  it('has a row for each case, once, and no other', () => {
    const cases = Object.entries(CASES).flatMap(([letter, numbers]) =>
      numbers.map((number) => `${letter}${number}`),
    );
    expect([...tags].sort()).toEqual(cases.sort());
  });

  it.each(rows)('$tag is in the title of a test, in each file of its row', ({ tag, files }) => {
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const all = known.get(file) ?? titlesOf(read(file));
      known.set(file, all);
      const titles = all.filter((title) => title.includes(`[${tag}]`));
      expect([file, titles.length > 0]).toEqual([file, true]);
    }
  });

  it('takes a title for one, and no comment, text inside or test that does not run', () => {
    const text = `
      // [C1]
      it('a', () => expect('[C2]').toBe(x));
      it.skip('[C3]', () => {});
      it.todo('[C4]');
      const cases = [['[C5] b', 1]];
      it.each(cases)('%s', () => {});
      describe.skipIf(no)('[C6]', () => it.each([['[C7]']])('%s', f));
    `;
    expect(titlesOf(text).filter((title) => title.includes('[C'))).toEqual([
      ...['[C5] b', '[C6]', '[C7]'],
    ]);
  });
});

/** The documents say what is there: files, sections that comments cite, scripts, and their own links. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { flagList } from '../../scripts/start-options.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const below = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));

const documents = [
  ...['README.md', 'SECURITY.md', 'CHANGELOG.md', 'src-simulator/README.md'],
  ...['test/FAULTS.md', 'test/security/CHECKLIST.md'],
  ...below('docs').filter((file) => file.endsWith('.md')),
];
const sources = [
  ...['src-shared', 'src-main', 'src-renderer', 'src-simulator', 'src-cli', 'test'],
].flatMap(below);

/** The address of a heading within its page, as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) => anchorOf(heading));

describe.each(documents)('%s', (document) => {
  const text = read(document);
  const folder = path.dirname(document);

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/gu)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? document : path.join(folder, file);
      if (!existsSync(path.join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const top = '(?:src-[a-z]+|browser-host|scripts|test|docs)';
    const named = [...text.matchAll(new RegExp(`\`(${top}/[\\w./-]*)\``, 'gu'))];
    const inMain = [...text.matchAll(/`…\/([\w/-]+)`/gu)].map(
      ([, rest = '']) => `src-main/${rest}`,
    );
    const all = [...named.map(([, name = '']) => name), ...inMain];
    expect(all.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });
});

describe('docs/pictures', () => {
  const files = below('docs/pictures').map((file) => file.replaceAll(path.sep, '/'));
  const shown = documents.flatMap((document) =>
    [...read(document).matchAll(/ (?:src|srcset)="(?!https?:)([^"]+)"/gu)].map(([, link = '']) =>
      path.posix.join(path.posix.dirname(document.replaceAll(path.sep, '/')), link),
    ),
  );

  it('holds each picture that a document shows, and no other', () => {
    expect([...new Set(shown)].sort()).toEqual(files.sort());
  });

  it('shows each light picture beside a dark one, with words for those who see neither', () => {
    for (const document of documents) {
      const blocks = read(document).match(/<picture>.+?<\/picture>/gsu) ?? [];
      for (const block of blocks) {
        const [, dark = ''] = /dark\)" srcset="([^"]+)-dark\.png"/u.exec(block) ?? [];
        expect(block).toContain(`src="${dark}-light.png"`);
        expect(block).toMatch(/ alt="[^"]{20,}"/u);
      }
    }
  });

  it('holds none that makes a page slow: 120 kB at most', () => {
    const large = files.filter((file) => statSync(path.join(root, file)).size > 120_000);
    expect(large).toEqual([]);
  });
});

describe('docs/bill-api.md', () => {
  const text = read('docs/bill-api.md');
  const sections = [...text.matchAll(/^#+ (\d(?:\.\d)?)\.? /gmu)].map(([, number = '']) => number);
  const cited = sources.flatMap((file) => {
    const lines = read(file).split('\n');
    return lines.filter((line) => /bill-api \d/u.test(line)).map((line) => ({ file, line }));
  });

  it('is cited by the code', () => {
    expect(cited.length).toBeGreaterThan(30);
  });

  it('has each section that the code cites', () => {
    const missing = cited.filter(({ line }) => {
      const numbers = [...line.matchAll(/bill-api (\d(?:\.\d)?)(?: to (\d(?:\.\d)?))?/gu)].flatMap(
        ([, from, to]) => [from, to].filter((one) => one !== undefined),
      );
      return numbers.some((number) => !sections.includes(number));
    });
    expect(missing).toEqual([]);
  });

  it('has each conflict that the code cites', () => {
    const conflicts = cited.flatMap(({ line }) =>
      [...line.matchAll(/conflict (\d)/gu)].map(([, number = '']) => number),
    );
    expect(conflicts.length).toBeGreaterThan(2);
    for (const number of conflicts) expect(text).toMatch(new RegExp(`^\\| ${number} `, 'mu'));
  });

  it('explains each source that it or the code names', () => {
    const explained = text.slice(text.indexOf('\n## 6.'), text.indexOf('\n## 7.'));
    const named = [text, ...sources.map(read)].flatMap(
      (one) => one.match(/\bS-[A-Z][A-Z0-9]+\b/gu) ?? [],
    );
    const missing = [...new Set(named)].filter(
      (key) => !new RegExp(`${key}\\b`, 'u').test(explained),
    );
    expect(missing).toEqual([]);
  });

  it('has each code that the client and the simulator know', () => {
    const known = ['src-main/bill/code-meanings.ts', 'src-simulator/calls/errors.ts'].flatMap(
      (file) => read(file).match(/BDC_\d{4}/gu) ?? [],
    );
    expect(known.length).toBeGreaterThan(50);
    const missing = [...new Set(known)].filter((code) => !text.includes(code.slice(4)));
    expect(missing).toEqual([]);
  });
});

describe('the path of one parameter', () => {
  const text = read('docs/architecture.md');
  const table = text.slice(
    text.indexOf('## The path of one parameter'),
    text.indexOf('## Where things go'),
  );
  const rows = [...table.matchAll(/^\| (\d+) +\| `([^`]+)` +\| (.+)$/gmu)].map(
    ([, number = '', file = '', rest = '']) => ({ number, file, rest }),
  );

  it('has its eleven steps in order', () => {
    expect(rows.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: 11 }, (_, at) => at + 1),
    );
  });

  it.each(rows)('leads through $file by names that stand in it: step $number', ({ file, rest }) => {
    const source = read(file);
    const names = [...rest.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name);
    // What a person types stands in no file.
    const missing = names.filter((name) => !/^[\d-]+$/u.test(name) && !source.includes(name));
    expect(missing).toEqual([]);
  });
});

describe('README.md', () => {
  const text = read('README.md');

  it('says what each script of npm is for', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = (name: string) =>
      new RegExp(`npm (?:run )?(?:--silent )?${name}(?![\\w:])`, 'u').test(text);
    expect(Object.keys(scripts).filter((name) => !named(name))).toEqual([]);
  });

  it('explains each flag of npm start', () => {
    const flags = [...flagList.matchAll(/^ {2}(--[a-z-]+)/gmu)].map(([, flag = '']) => flag);
    expect(flags.length).toBeGreaterThan(4);
    const missing = flags.filter((flag) => flag !== '--help' && !text.includes(`\`${flag}`));
    expect(missing).toEqual([]);
  });
});

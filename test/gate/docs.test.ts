/** The documents say what is there: files, sections that comments cite, scripts, and their own links. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { flagList } from '../../scripts/start-options.ts';
import { dataOptions } from '../../src-simulator/options/data-options.ts';

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

/** Every text in which a page of facts may be cited. */
const texts = [...sources, ...documents].map((file) => ({ file, text: read(file) }));

/**
 * The pages of facts about BILL: how many comments and conflicts are cited of each at least, so that no
 * citation is overlooked, and how a source is named there and in comments.
 */
const pages = [
  { page: 'bill-api', comments: 70, conflicts: 3, key: /\bS-[A-Z][A-Z0-9]+\b/gu },
  {
    page: 'bill-data',
    comments: 40,
    conflicts: 0,
    // Behind a mark: `D OAS2`, `C* NODE, JAVA`.
    key: /(?<=\b(?:D|C(?:\\?\*)?) (?:[A-Z][A-Z0-9]+, )*)[A-Z][A-Z0-9]+\b/gu,
  },
];

describe.each(pages)('the facts of $page', ({ page, comments, conflicts, key }) => {
  const text = read(`docs/${page}.md`);
  const sections = [...text.matchAll(/^#+ (\d+(?:\.\d+)?)\.? /gmu)].map(([, number]) => number);
  // `bill-api 1.2 to 1.4`, `bill-data 3, 7`, `bill-api 0, conflict 2`
  const number = String.raw`\d+(?:\.\d+)?`;
  const citation = new RegExp(
    String.raw`${page} (${number}(?:(?:, | to | and )${number})*)(?:, conflict (\d+))?`,
    'gu',
  );
  const cited = texts.flatMap(({ file, text: one }) =>
    [...one.matchAll(citation)].map(([where, numbers = '', conflict]) => ({
      where: `${file}: ${where}`,
      numbers: numbers.match(/\d[\d.]*/gu) ?? [],
      conflict,
    })),
  );

  it('is cited by the code', () => {
    expect(cited.length).toBeGreaterThanOrEqual(comments);
  });

  it('has each section that is cited', () => {
    const missing = cited.filter(({ numbers }) => numbers.some((one) => !sections.includes(one)));
    expect(missing.map(({ where }) => where)).toEqual([]);
  });

  it('has each conflict that is cited', () => {
    const ofConflicts = cited.filter(({ conflict }) => conflict !== undefined);
    expect(ofConflicts.length).toBeGreaterThanOrEqual(conflicts);
    const missing = ofConflicts.filter(
      ({ conflict = '' }) => !new RegExp(`^\\| ${conflict} `, 'mu').test(text),
    );
    expect(missing.map(({ where }) => where)).toEqual([]);
  });

  it('explains each source that it or the code names', () => {
    const [explained = ''] = /^## \d+\. Sources$.+?(?=^## )/msu.exec(text) ?? [];
    const code = texts.filter(({ file }) => file.endsWith('.ts'));
    const named = [text, ...code.map((one) => one.text)].flatMap((one) => one.match(key) ?? []);
    const missing = [...new Set(named)].filter(
      (one) => !new RegExp(`\\b${one}\\b`, 'u').test(explained),
    );
    expect(missing).toEqual([]);
  });

  it.each(['README.md', 'docs/architecture.md', 'src-simulator/README.md'])(
    'is pointed to by %s',
    (document) => {
      expect(read(document)).toContain(`${page}.md`);
    },
  );
});

describe('docs/bill-api.md', () => {
  const text = read('docs/bill-api.md');

  it('has each code that the client and the simulator know', () => {
    const known = ['src-main/bill/code-meanings.ts', 'src-simulator/calls/errors.ts'].flatMap(
      (file) => read(file).match(/BDC_\d{4}/gu) ?? [],
    );
    expect(known.length).toBeGreaterThan(50);
    const missing = [...new Set(known)].filter((code) => !text.includes(code.slice(4)));
    expect(missing).toEqual([]);
  });
});

describe('docs/bill-data.md', () => {
  it('names each option about data beside the question that it decides', () => {
    const text = read('docs/bill-data.md');
    const open = text.slice(text.indexOf('\n## 10. '));
    const missing = Object.keys(dataOptions).filter((name) => !open.includes(`\`${name}\``));
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

/** docs/command-line.md lists what the command line has, word for word as its tables do. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { commandPage } from '../../src-cli/table/command-page.ts';

const file = path.resolve(import.meta.dirname, '../../docs/command-line.md');
const MADE = /(<!-- Made from [^\n]* -->\n)[^]*?(\n<!-- End of what is made\. -->)/u;

it('docs/command-line.md holds the commands as the command line reads them', async () => {
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(MADE);
  const page = text.replace(MADE, (_, begin: string, end: string) =>
    [begin, commandPage(), end].join('\n'),
  );
  // `vitest run -u` writes it.
  await expect(page).toMatchFileSnapshot(file);
});

/** A change of a `.env` text: read back by dotenv, and everything else left as it was. */
import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeEnv } from '../../src-main/env-file/env-lines.ts';
import { scaled } from '../scale.ts';

const URL = 'http://127.0.0.1:17001/~a-B_c9/api/v2';
const change = (text: string, values: Readonly<Record<string, string>> = { BILL_API_URL: URL }) =>
  changeEnv(text, values);

describe('[A155] the text of a .env file', () => {
  it.each<[string, string, string]>([
    ['nothing', '', `BILL_API_URL=${URL}\n`],
    ['other lines', 'A=1\nB=2\n', `A=1\nB=2\nBILL_API_URL=${URL}\n`],
    ['no line end at its end', 'A=1', `A=1\nBILL_API_URL=${URL}`],
    ['line ends of Windows', 'A=1\r\nB=2\r\n', `A=1\r\nB=2\r\nBILL_API_URL=${URL}\r\n`],
    ['those, and none at its end', 'A=1\r\nB=2', `A=1\r\nB=2\r\nBILL_API_URL=${URL}`],
    ['a byte order mark', '\ufeffA=1\n', `\ufeffA=1\nBILL_API_URL=${URL}\n`],
    ['the name in a comment', '# BILL_API_URL=old\n', `# BILL_API_URL=old\nBILL_API_URL=${URL}\n`],
    ['the name in another one', 'MY_BILL_API_URL=x\n', `MY_BILL_API_URL=x\nBILL_API_URL=${URL}\n`],
    ['an old value', 'A=1\nBILL_API_URL=old\nB=2\n', `A=1\nBILL_API_URL=${URL}\nB=2\n`],
    ['one in double quotes', 'BILL_API_URL="o#ld" # why\n', `BILL_API_URL="${URL}" # why\n`],
    ['one in single quotes', "BILL_API_URL='old'\n", `BILL_API_URL='${URL}'\n`],
    ['one in backticks', 'BILL_API_URL=`old`\n', `BILL_API_URL=\`${URL}\`\n`],
    ['one over lines', 'BILL_API_URL="o\nl\nd"\nB=2\n', `BILL_API_URL="${URL}"\nB=2\n`],
    ['one with a comment', 'BILL_API_URL=old # why\n', `BILL_API_URL=${URL} # why\n`],
    ['one with a comment right behind it', 'BILL_API_URL=old#why\n', `BILL_API_URL=${URL} #why\n`],
    ['no value', 'BILL_API_URL=\nB=2\n', `BILL_API_URL=${URL}\nB=2\n`],
    ['no value, and a comment', 'BILL_API_URL= # why\n', `BILL_API_URL=${URL} # why\n`],
    ['space around it', '  BILL_API_URL = old  \n', `  BILL_API_URL = ${URL}  \n`],
    ['an export', 'export BILL_API_URL=old\n', `export BILL_API_URL=${URL}\n`],
    ['a colon', 'BILL_API_URL: old\n', `BILL_API_URL: ${URL}\n`],
    [
      'the name twice: the last one counts',
      'BILL_API_URL=a\nB=2\nBILL_API_URL=b\n',
      `BILL_API_URL=a\nB=2\nBILL_API_URL=${URL}\n`,
    ],
  ])('with %s is changed there alone', (_what, before, after) => {
    expect(change(before)?.text).toBe(after);
    expect(parse(after)['BILL_API_URL']).toBe(URL);
  });

  it('is not changed where it says so already', () => {
    const text = `A=1\nBILL_API_URL="${URL}"\r\n`;
    expect(change(text)).toEqual({
      text,
      lines: [
        {
          ...{ name: 'BILL_API_URL', kind: 'same', line: 2, now: `BILL_API_URL=${URL}` },
          ...{ was: 'BILL_API_URL=••••••••••', earlier: [] },
        },
      ],
      others: 1,
    });
  });

  it('tells of each line what it is, which lines of its name stay, and of none what stood there', () => {
    const text =
      '# mine\nBILL_DEV_KEY=01SECRETA\n\nBILL_DEV_KEY=01SECRETB\nB=01SECRETC\nBILL_SESSION_ID=\n';
    const values = { BILL_API_URL: URL, BILL_SESSION_ID: 'tabkeeper', BILL_DEV_KEY: 'tabkeeper' };
    const changed = change(text, values);
    expect(changed?.lines).toEqual([
      {
        ...{ name: 'BILL_API_URL', kind: 'added', line: 7, now: `BILL_API_URL=${URL}` },
        ...{ was: null, earlier: [] },
      },
      {
        ...{ name: 'BILL_SESSION_ID', kind: 'changed', line: 6, was: 'BILL_SESSION_ID=' },
        ...{ now: 'BILL_SESSION_ID=tabkeeper', earlier: [] },
      },
      {
        ...{ name: 'BILL_DEV_KEY', kind: 'changed', line: 4, was: 'BILL_DEV_KEY=••••••••••' },
        ...{ now: 'BILL_DEV_KEY=tabkeeper', earlier: [2] },
      },
    ]);
    expect(changed?.others).toBe(4);
    expect(JSON.stringify(changed?.lines)).not.toContain('SECRET');
  });
});

/** Pieces that make files which people have, and those that no parser agrees on. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['A', 'BILL_API_URL', 'BILL_DEV_KEY', 'export ', '=', ': ', ' ', '#', "'", '"', '`', '\\'],
    ...['\n', '\r\n', '\r', 'x', 'é', '漢', '\t', '\ufeff', '\u2028', '{{', '$A', 'a b', '\n\n'],
  ),
  fc.constantFrom('A=1\n', 'B="two"\n', "C='3' # c\n", 'BILL_API_URL=old\n', 'D=`4`\r\n'),
);
const anyText = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));

describe('whatever the text', () => {
  it('dotenv reads our values back, and everybody else’s as before, or nothing is written', () => {
    let written = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        const values = { BILL_API_URL: URL, BILL_DEV_KEY: 'tabkeeper' };
        const changed = changeEnv(text, values);
        if (changed === null) return;
        written += 1;
        expect(parse(changed.text)).toEqual({ ...parse(text), ...values });
      }),
      { numRuns: scaled(3000) },
    );
    expect(written).toBeGreaterThan(2000);
  });

  it('no line but ours is another one afterwards', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const changed = changeEnv(text, { BILL_API_URL: URL });
        if (changed === null || /["'`]/u.test(text)) return;
        // To dotenv a name and its sign of equality may stand on two lines, and both are ours then.
        if (/(?:BILL_API_URL\s*[\r\n]\s*=|export\s*[\r\n]\s*BILL_API_URL)/u.test(text)) return;
        const linesOf = (it: string) =>
          it.split(/\r\n|\n|\r/u).filter((line) => !line.includes('BILL_API_URL'));
        expect(linesOf(changed.text)).toEqual(linesOf(text));
        const again = changeEnv(changed.text, { BILL_API_URL: URL });
        expect(again?.text).toBe(changed.text);
      }),
      { numRuns: scaled(1500) },
    );
  });
});

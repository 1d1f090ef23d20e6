/**
 * Whatever a call holds, the program that a copy is for sends it as it was: real shells and
 * interpreters run texts made of values by chance, and a server reads what arrives.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyText } from '../../src-shared/copy-as/copy-text.ts';
import type { CopyFormat } from '../../src-shared/copy-as/formats.ts';
import {
  DEV_KEY,
  requestOf,
  SESSION_ID,
  type CallToCopy,
  type Value,
  type Way,
} from '../../src-shared/copy-as/copied-request.ts';
import { nasty } from '../paste/nasty.ts';
import { scaled } from '../scale.ts';
import { startEcho, type Echo } from './echo.ts';
import { missing, oneAfterOther, paste, programs } from './programs.ts';

let echo: Echo;
beforeAll(async () => {
  echo = await startEcho();
});
beforeEach(() => echo.received.splice(0));
afterAll(() => echo.close());

const SEED = 20_261_129;
/** Signs that some shell, language or tool acts on, and letters that no ASCII program expects. */
const signs = [
  ...Array.from(`'"\`\\$!%&|;<>()[]{}*?~#=:@^,.+-/ \n‘’‚‛“”é漢😀ab01`),
  ...['{{', '\\:', '$(', '!!'],
];
const text = fc.array(fc.constantFrom(...signs), { maxLength: 30 }).map((parts) => parts.join(''));
const value = fc.oneof(text, fc.constantFrom(...nasty), fc.json({ maxDepth: 2 }));

/** What a tool must send for a text: it is the same but for the space that JSON may lose. */
const asSent = (sent: Value) => {
  if (typeof sent !== 'string') return null;
  try {
    return JSON.stringify(JSON.parse(sent));
  } catch {
    return sent;
  }
};

const keys = [
  { name: 'sessionId', value: SESSION_ID },
  { name: 'devKey', value: DEV_KEY },
];
const env = {
  BILL_SESSION_ID: `!b7'Q/x+Zq "$HOME" %41 ==é`,
  BILL_DEV_KEY: '01\\n$(echo no)`echo no`!!',
  TABKEEPER_GATEWAY_TOKEN: 'a-B_c9',
};

function calls(count: number): readonly CallToCopy[] {
  const values = fc.sample(value, { seed: SEED, numRuns: count });
  return values.map((one, at) => ({
    title: `List/Vendor${at}`,
    path: `/List/Vendor${at}.json`,
    fields: [...keys, { name: 'data', value: one }, { name: 'memo', value: one }],
  }));
}

/** HTTPie and PowerShell take their time to start. */
const counts: Partial<Record<CopyFormat, number>> = {
  ...{ httpie: scaled(3), powershell: scaled(6), curlFish: scaled(20) },
};

for (const program of programs) {
  for (const format of program.formats) {
    const reason = missing(program, format);
    describe(`[A150] [A151] ${format} in ${program.name}`, () => {
      const row = reason === null ? it : it.skip;
      const because = reason === null ? '' : ` (skipped: ${reason})`;

      row(
        `sends every value as it was to the server itself, and shows no secret in the list of processes${because}`,
        async () => {
          const all = calls(counts[format] ?? scaled(40));
          const sent = await run(format, program.command, all, direct());
          expect(
            sent.map(({ fields }) => fields.map(([name, one]) => [name, asSent(one)])),
          ).toEqual(
            all.map(({ fields }) => [
              ['sessionId', env.BILL_SESSION_ID],
              ['devKey', env.BILL_DEV_KEY],
              ...fields.slice(2).map((field) => [field.name, asSent(field.value)]),
            ]),
          );
          expect(new Set(sent.map(({ contentType }) => contentType))).toEqual(
            new Set(['application/x-www-form-urlencoded']),
          );
          expect(sent.every(({ authorization }) => authorization === null)).toBe(true);
          for (const { processes } of sent) {
            expect(processes).not.toContain(env.BILL_SESSION_ID);
            expect(processes).not.toContain(env.BILL_DEV_KEY);
          }
        },
      );

      row(`sends no key and the token as a header, through the gateway${because}`, async () => {
        const all: CallToCopy[] = [
          { title: 'GetSessionInfo', path: '/GetSessionInfo.json', fields: keys },
          ...calls(1),
        ];
        const sent = await run(format, program.command, all, { ...direct(), way: 'gateway' });
        expect(sent.map(({ authorization }) => authorization)).toEqual([
          'Bearer a-B_c9',
          'Bearer a-B_c9',
        ]);
        expect(sent.map(({ fields }) => fields.map(([name]) => name))).toEqual([
          ['sessionId'],
          ['data', 'memo'],
        ]);
        expect(sent[0]?.fields).toEqual([['sessionId', 'tabkeeper']]);
      });

      row(`shows no live value in the list of processes${because}`, async () => {
        const values = { BILL_SESSION_ID: 'LiveSession', BILL_DEV_KEY: 'LiveKey' };
        const [sent] = await run(format, program.command, calls(1), direct(), values);
        expect(sent?.processes).not.toMatch(/LiveSession|LiveKey/u);
        if (process.platform === 'linux') expect(sent?.processes).toContain(process.execPath);
      });
    });
  }
}

const direct = (): Way => ({ way: 'direct', baseUrl: echo.baseUrl });

/** Pastes all of them one after the other into one program; in the order of the calls. */
async function run(
  format: CopyFormat,
  command: readonly string[],
  all: readonly CallToCopy[],
  way: Way,
  values = {},
) {
  const texts = all.map((call) => {
    const made = copyText(format, requestOf(call, way), values);
    if ('refused' in made) throw new Error(`refused: ${made.refused}`);
    return made.text;
  });
  const { err } = await paste(command, oneAfterOther(format, texts), env);
  const sent = echo.received.toSorted((a, b) => numberOf(a.path) - numberOf(b.path));
  expect(
    sent.map(({ path }) => path),
    err.slice(-2000),
  ).toEqual(all.map(({ path }) => `/api/v2${path}`));
  return sent;
}

const numberOf = (path: string) => Number(/(\d+)\.json$/u.exec(path)?.[1] ?? -1);

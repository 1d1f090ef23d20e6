/**
 * Whatever a call holds, the program that a copy is for sends it as it was: real shells and
 * interpreters run texts made of values by chance, and a server reads what arrives.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

      const many = calls(counts[format] ?? scaled(40));
      const gateway: readonly CallToCopy[] = [
        { title: 'GetSessionInfo', path: '/GetSessionInfo.json', fields: keys },
        ...calls(1),
      ];
      /** What arrived, of one start of the program: whatever it starts costs more than what it sends. */
      let sent: { direct: Echoed; gateway: Echoed; live: Echoed };
      beforeAll(async () => {
        if (reason !== null) return;
        const values = { BILL_SESSION_ID: 'LiveSession', BILL_DEV_KEY: 'LiveKey' };
        const texts = [
          ...many.map((call) => textOf(format, call, direct())),
          ...gateway.map((call) => textOf(format, call, { ...direct(), way: 'gateway' })),
          // The last one, since it sets the variables of all.
          textOf(format, calls(1)[0], direct(), values),
        ];
        const arrived = await run(format, program.command, texts);
        sent = {
          direct: arrived.slice(0, many.length),
          gateway: arrived.slice(many.length, -1),
          live: arrived.slice(-1),
        };
      });

      row(
        `sends every value as it was to the server itself, and shows no secret in the list of processes${because}`,
        () => {
          expect(sent.direct.map(pathOf)).toEqual(many.map(wholePath));
          expect(
            sent.direct.map(({ fields }) => fields.map(([name, one]) => [name, asSent(one)])),
          ).toEqual(
            many.map(({ fields }) => [
              ['sessionId', env.BILL_SESSION_ID],
              ['devKey', env.BILL_DEV_KEY],
              ...fields.slice(2).map((field) => [field.name, asSent(field.value)]),
            ]),
          );
          expect(new Set(sent.direct.map(({ contentType }) => contentType))).toEqual(
            new Set(['application/x-www-form-urlencoded']),
          );
          expect(sent.direct.every(({ authorization }) => authorization === null)).toBe(true);
          for (const { processes } of sent.direct) {
            expect(processes).not.toContain(env.BILL_SESSION_ID);
            expect(processes).not.toContain(env.BILL_DEV_KEY);
          }
        },
      );

      row(`sends no key and the token as a header, through the gateway${because}`, () => {
        expect(sent.gateway.map(pathOf)).toEqual(gateway.map(wholePath));
        expect(sent.gateway.map(({ authorization }) => authorization)).toEqual([
          'Bearer a-B_c9',
          'Bearer a-B_c9',
        ]);
        expect(sent.gateway.map(({ fields }) => fields.map(([name]) => name))).toEqual([
          ['sessionId'],
          ['data', 'memo'],
        ]);
        expect(sent.gateway[0]?.fields).toEqual([['sessionId', 'tabkeeper']]);
      });

      row(`shows no live value in the list of processes${because}`, () => {
        const [last] = sent.live;
        expect(last?.fields.slice(0, 2)).toEqual([
          ['sessionId', 'LiveSession'],
          ['devKey', 'LiveKey'],
        ]);
        expect(last?.processes).not.toMatch(/LiveSession|LiveKey/u);
        if (process.platform === 'linux') expect(last?.processes).toContain(process.execPath);
      });
    });
  }
}

const direct = (): Way => ({ way: 'direct', baseUrl: echo.baseUrl });
type Echoed = Echo['received'];
const pathOf = ({ path }: Echoed[number]) => path;
const wholePath = ({ path }: CallToCopy) => `/api/v2${path}`;

function textOf(format: CopyFormat, call: CallToCopy | undefined, way: Way, values = {}): string {
  if (call === undefined) throw new Error('There is no call.');
  const made = copyText(format, requestOf(call, way), values);
  if ('refused' in made) throw new Error(`refused: ${made.refused}`);
  return made.text;
}

/** Pastes all of them one after the other into one program. */
async function run(
  format: CopyFormat,
  command: readonly string[],
  texts: readonly string[],
): Promise<Echoed> {
  const { err } = await paste(command, oneAfterOther(format, texts), env);
  const sent = echo.received.splice(0);
  expect(sent.length, err.slice(-2000)).toBe(texts.length);
  return sent;
}

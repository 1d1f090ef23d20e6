/**
 * What the window copies, from main's hand: each line is pasted into the program that it is for and run
 * against the simulator, to the server itself and through the gateway; files are read by their tools.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import postman, { type Collection, type Item, type VariableScope } from 'postman-collection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyFormats, type CopiedCall, type CopyFormat } from '../../src-shared/copy-as/formats.ts';
import type { Result } from '../../src-shared/result.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from '../flow/tabkeeper.ts';
import { missing, oneAfterOther, paste, programs } from './programs.ts';

let world: Tabkeeper;
let secrets: { sessionId: string; devKey: string };
beforeAll(async () => {
  world = await startTabkeeper();
  await world.signIn();
  const keys = world.app.liveKeys(PROFILE);
  if (keys === null) throw new Error('no session');
  secrets = keys;
});
afterAll(() => world.close());

const httpYac = fileURLToPath(import.meta.resolve('httpyac/bin/httpyac.js'));

const session = { of: 'session' } as const;
/** Of all that a program might send, what shells and languages trip over. */
const HARD = `it's "so" $HOME \`id\` !! %41 \\ é漢 {{x}} ‘’ ;&|`;

async function turnGateway(on: boolean): Promise<void> {
  const turned = await world.call('setGateway', { profile: PROFILE, on });
  if (!turned.ok) throw new Error(JSON.stringify(turned.error));
  await world.settled();
}

async function copied(
  format: CopyFormat,
  call: CopiedCall = session,
  live = false,
): Promise<string> {
  const done = await world.call('copyAs', { profile: PROFILE, call, format, live });
  expect(done).toEqual({ ok: true, value: { is: 'copied' } });
  return world.clipboard();
}

/** A row of Activity that a program's call made. */
async function hardRow(): Promise<{ of: 'exchange'; id: number }> {
  const tool = {
    kind: 'tool',
    grant: 'g',
    name: 'a tool',
    scopes: ['read'],
    profiles: null,
  } as const;
  const data = { start: 0, max: 5, filters: [{ field: 'name', op: '!=', value: HARD }] };
  const input = { profile: PROFILE, operation: 'List/Vendor', data };
  expect(await world.app.route(tool, 'callOperation', input)).toMatchObject({ ok: true });
  await world.settled();
  const row = world.snapshots.at(-1)?.activity.find(({ endpoint }) => endpoint === 'List/Vendor');
  return { of: 'exchange', id: row?.id ?? -1 };
}

const env = () => ({
  BILL_SESSION_ID: secrets.sessionId,
  BILL_DEV_KEY: secrets.devKey,
  TABKEEPER_GATEWAY_TOKEN: world.app.gatewayOf(PROFILE)?.token ?? 'none',
});
/** So many calls reached the simulator and were answered. */
const listed = () =>
  world.simulator.requests().filter(({ endpoint }) => endpoint === '/List/Vendor.json').length;

/** Copied while calls go to the server itself, and again while they go through the gateway, which then stays on. */
async function inBothWays<T>(copy: () => Promise<T>): Promise<[direct: T, gateway: T]> {
  await turnGateway(false);
  const direct = await copy();
  await turnGateway(true);
  return [direct, await copy()];
}

// One start of a program for both ways: it sends one line after the other, as a person pastes them.
describe('[A152] a call to the server itself, and one through the gateway', () => {
  for (const program of programs) {
    for (const format of program.formats) {
      const reason = missing(program, format);
      const row = reason === null ? it : it.skip;
      const because = reason === null ? '' : ` (skipped: ${reason})`;

      row(
        `are made by ${program.name} from the ${format} of a session and of a row${because}`,
        async () => {
          const [direct, gateway] = await inBothWays(async () => [
            await copied(format),
            await copied(format, await hardRow()),
          ]);
          for (const text of direct) expect(text).toContain(world.simulator.baseUrl);
          for (const text of gateway) expect(text).not.toContain(world.simulator.baseUrl);
          const texts = [...direct, ...gateway];
          expect(texts.join('\n')).not.toContain(secrets.sessionId);
          expect(texts.join('\n')).not.toContain(secrets.devKey);
          const before = listed();
          const { out, err } = await paste(program.command, oneAfterOther(format, texts), env());
          expect(listed() - before, err).toBe(4);
          const replies = out.replace(/['\s]/gu, '').match(/"?response_status"?:0/gu);
          expect(replies, err).toHaveLength(4);
        },
      );

      // HTTPie's variables are set as curl's are, in the same shells.
      if (format === 'httpie') continue;
      row(
        `are made by ${program.name} from the ${format} with live values, and nothing set${because}`,
        async () => {
          const texts = await inBothWays(() => copied(format, session, true));
          const before = listed();
          const { out, err } = await paste(program.command, oneAfterOther(format, texts));
          expect(listed() - before, err).toBe(2);
          const replies = out.replace(/['\s]/gu, '').match(/"?response_status"?:0/gu);
          expect(replies, err).toHaveLength(2);
          expect(texts.map((text) => text.includes(secrets.sessionId))).toEqual([true, false]);
        },
      );
    }
  }
});

for (const way of ['direct', 'gateway'] as const) {
  describe(`[A152] a call ${way === 'direct' ? 'to the server itself' : 'through the gateway'}`, () => {
    beforeAll(() => turnGateway(way === 'gateway'));

    it('is read and sent by httpYac from the .http file', async () => {
      const percent = Object.entries(env()).map(
        ([name, it]) => [name, encodeURIComponent(it)] as const,
      );
      for (const [call, live] of [
        [await hardRow(), false],
        [session, true],
      ] as const) {
        const text = await copied('httpFile', call, live);
        const reply = await sendHttpFile(text, live ? {} : Object.fromEntries(percent));
        expect(reply).toMatchObject({ response_status: 0 });
      }
    });

    it('is read by Postman from the collection and the environment', async () => {
      const values = JSON.parse(await copied('postmanEnvironment', session, true)) as object;
      for (const call of [session, await hardRow()]) {
        const collection = new postman.Collection(
          JSON.parse(await copied('postman', call)) as object,
        );
        const items: Item[] = [];
        collection.forEachItem((item) => items.push(item));
        const item = items.find(({ name }) => name === 'List/Vendor');
        const reply = await sendItem(collection, item, new postman.VariableScope(values));
        expect(reply).toMatchObject({ response_status: 0 });
        expect(items.length > 200).toBe(call === session);
      }
    });

    it('shows the line before it is copied, without anything secret', async () => {
      const shown = await world.call('previewCopy', { profile: PROFILE, format: 'curl' });
      expect(shown).toEqual({ ok: true, value: { text: await copied('curl'), way } });
    });
  });
}

describe('whatever is copied', () => {
  it('opens or ends a session at the server itself, since the gateway does not', async () => {
    await turnGateway(true);
    const row = world.snapshots.at(-1)?.activity.find(({ endpoint }) => endpoint === 'Login');
    const text = await copied('curl', { of: 'exchange', id: row?.id ?? -1 });
    expect(text).toContain(`${world.simulator.baseUrl}/Login.json`);
    expect(text).toContain('password@<(printf %s "$BILL_PASSWORD")');
    await turnGateway(false);
  });

  it.each(copyFormats)(
    'as %s is refused for a row that is not there, and leaves the clipboard',
    async (format) => {
      await copied('curl');
      const before = world.clipboard();
      const call = { of: 'exchange', id: 123_456 } as const;
      expect(await world.call('copyAs', { profile: PROFILE, call, format, live: false })).toEqual({
        ok: false,
        error: { kind: 'notNow' },
      });
      expect(world.clipboard()).toBe(before);
    },
  );

  it('has what stands in the console, on one line, and refuses what is no object of JSON', async () => {
    const typed = (operation: string, body: string) =>
      ({ of: 'operation', operation, body }) as const;
    const text = await copied('python', typed('Crud/Read/Bill', '{\n  "id": "00n01"\n}\n'));
    expect(text).toContain('/Crud/Read/Bill.json');
    expect(text).toContain('{"id": "00n01"}');
    for (const [operation, body, error] of [
      ['Crud/Read/Bill', '[1]', { kind: 'invalidInput', field: 'body', problem: 'notJson' }],
      ['No/Such', '{}', { kind: 'notNow' }],
    ] as const) {
      const call = typed(operation, body);
      expect(
        await world.call('copyAs', { profile: PROFILE, call, format: 'curl', live: false }),
      ).toEqual({ ok: false, error });
    }
  });

  it('is told to the session, so that the next session ID is told of', async () => {
    const said = () => world.open().replaces;
    expect(said()).toBeNull();
    await copied('python', session, true);
    world.simulator.endSession('all');
    await world.call('extendNow', { profile: PROFILE });
    await world.settled();
    const resumed = await world.signIn();
    expect(resumed.ok).toBe(true);
    expect(said()).not.toBeNull();
    const keys = world.app.liveKeys(PROFILE);
    if (keys !== null) secrets = keys;
  });

  it('with live values is refused once the session is over', async () => {
    await world.call('signOut', { profile: PROFILE });
    await world.settled();
    const done: Result<unknown> = await world.call('copyAs', {
      ...{ profile: PROFILE, call: session, format: 'curl', live: true },
    });
    expect(done).toEqual({ ok: false, error: { kind: 'notNow' } });
  });
});

/** What the one request of the file is answered, by httpYac's own program. */
async function sendHttpFile(text: string, env: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tabkeeper-http-'));
  try {
    writeFileSync(path.join(folder, 'copied.http'), text);
    const command = [process.execPath, httpYac, 'send', 'copied.http', '--all', '--json'];
    const { out } = await paste(command, '', env, folder);
    const { requests } = JSON.parse(out) as {
      requests: { name: string; response: { body: string } }[];
    };
    expect(requests.map(({ name }) => name)).toEqual(['List/Vendor']);
    return JSON.parse(requests[0]?.response.body ?? '') as unknown;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function sendItem(collection: Collection, item: Item | undefined, scope: VariableScope) {
  const given = [scope.values, collection.variables];
  const filled = (text: string) => postman.Property.replaceSubstitutions(text, given);
  const fields = item?.request.body?.urlencoded?.all() ?? [];
  const token = collection.auth?.parameters('bearer').get('token');
  const reply = await fetch(filled(item?.request.url.toString() ?? ''), {
    method: item?.request.method ?? '',
    headers: token === undefined ? {} : { authorization: `Bearer ${filled(token)}` },
    body: new URLSearchParams(
      fields.map(({ key, value }): [string, string] => [filled(key), filled(value)]),
    ),
  });
  return (await reply.json()) as unknown;
}

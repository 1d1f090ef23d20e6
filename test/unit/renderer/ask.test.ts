/** How long the window waits for an answer of main: by the contract, for every command. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../../src-shared/bridge.ts';
import {
  contract,
  patienceOfCommands,
  type CommandName,
  type Patience,
} from '../../../src-shared/contract.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { request } from '../../../src-renderer/ask.ts';

const SECOND = 1000;
const DAY = 24 * 3_600_000;
const silent: Bridge = {
  call: () => new Promise(() => undefined),
  onSnapshot: () => () => undefined,
};
const send = (bridge: Bridge, name: CommandName) => request(bridge, name, {});
const named = (patience: Patience) =>
  (Object.keys(contract) as CommandName[]).filter((name) => contract[name].patience === patience);

beforeAll(() => {
  // What the build writes into the window's bundle.
  vi.stubGlobal('PATIENCE', patienceOfCommands());
});
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What came within the time, if anything did. */
async function answerWithin(name: CommandName, ms: number): Promise<unknown> {
  let answer: unknown = 'none';
  send(silent, name).then(
    (it) => (answer = it),
    () => (answer = 'rejected'),
  );
  await vi.advanceTimersByTimeAsync(ms);
  return answer;
}

describe('the window, when main never answers', () => {
  const late = fail({ kind: 'internal' });

  it.each(named('prompt'))('gives %s up after 8 seconds', async (name) => {
    expect(await answerWithin(name, 8 * SECOND - 1)).toBe('none');
    expect(await answerWithin(name, 8 * SECOND)).toEqual(late);
  });

  it.each(named('patient'))('gives %s up after a minute', async (name) => {
    expect(await answerWithin(name, 60 * SECOND - 1)).toBe('none');
    expect(await answerWithin(name, 60 * SECOND)).toEqual(late);
  });

  it.each(named('person'))('waits for %s as long as a person takes', async (name) => {
    expect(await answerWithin(name, 7 * DAY)).toBe('none');
  });

  it('knows which commands ask a person for a file', () => {
    expect(named('person')).toEqual([
      'previewEnvFile',
      'exportProfiles',
      'importProfiles',
      'saveDiagnostics',
    ]);
  });
});

describe('the window, when main answers', () => {
  it('passes the answer on and leaves no timer behind', async () => {
    expect(
      await send({ ...silent, call: () => Promise.resolve(ok(null as never)) }, 'quit'),
    ).toEqual(ok(null));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes a bridge that rejects for a failure inside Tabkeeper', async () => {
    const down = { ...silent, call: () => Promise.reject(new Error('down')) };
    expect(await send(down, 'quit')).toEqual(fail({ kind: 'internal' }));
    expect(vi.getTimerCount()).toBe(0);
  });
});

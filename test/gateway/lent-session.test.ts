/** A session that is lent to a program for a call: what the call gets, what ends it, and what it teaches. */
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { CallContext } from '../../src-main/ports.ts';
import type { Lent } from '../../src-main/session/runner.ts';
import { Bench, signedIn } from '../unit/session/given/bench.ts';
import { dead, line } from '../unit/session/given/outcomes.ts';
import { credentials } from '../unit/session/given/people.ts';
import { MINUTE, START } from '../unit/session/given/times.ts';

const lends = ({ runner }: Bench, call: Lent<string>, signal?: AbortSignal) =>
  runner.lend('a tool', call, signal);
const says = (text: string) => () => Promise.resolve(ok(text));

/** A call that is on its way until it is answered, or until its signal ends it. */
function held() {
  let context: CallContext | undefined;
  let answer: (result: Result<string>) => void = () => undefined;
  const call: Lent<string> = (_, its) => {
    context = its;
    return new Promise((resolve) => {
      answer = resolve;
      its.signal.addEventListener('abort', () => resolve(fail({ kind: 'cancelled' })));
    });
  };
  return { call, answer: (result: Result<string>) => answer(result), context: () => context };
}
/** Whether all calls have come to their end, after `bench` has had time to notice. */
async function isSettled({ runner }: Bench): Promise<boolean> {
  let settled = false;
  const settling = runner.settled().then(() => (settled = true));
  settling.catch(() => undefined);
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  return settled;
}

describe('a lent session', () => {
  it('is an open one: signed out, or being signed out, there is none to lend', async () => {
    const bench = new Bench();
    const none = fail({ kind: 'notNow' });
    expect(await lends(bench, says(''))).toEqual(none);
    const leaving = await signedIn();
    leaving.api.on('signOut', 'hold');
    leaving.runner.dispatch({ type: 'signOut' });
    expect(leaving.runner.keys()).not.toBeNull();
    expect(await lends(leaving, says(''))).toEqual(none);
  });

  it('comes as its keys, and a call of it counts as contact by a program', async () => {
    const bench = await signedIn();
    await bench.pass(MINUTE);
    const asked: unknown[] = [];
    const call = (...of: unknown[]) => Promise.resolve(ok(String(asked.push(...of))));
    expect(await lends(bench, call)).toEqual(ok('2'));
    const context = { profile: 'first', by: 'program', program: 'a tool' };
    expect(asked).toMatchObject([bench.runner.keys(), context]);
    const lastContact = { at: START + MINUTE, endpoint: 'named', by: 'program' };
    expect(bench.view).toMatchObject({ state: 'live', lastContact });
  });

  it('survives a call that breaks, which is written down, and ends with one that finds it dead', async () => {
    const bench = await signedIn();
    const breaks = () => Promise.reject(new TypeError());
    expect(await lends(bench, breaks)).toEqual(fail({ kind: 'internal' }));
    expect(bench.log.entries.at(-1)).toMatchObject({ event: 'failure', where: 'callOperation' });
    expect(bench.view.state).toBe('live');
    expect(await lends(bench, () => Promise.resolve(dead))).toEqual(dead);
    expect(bench.view.state).toBe('expired');
  });
});

describe('a call that ends with the session', () => {
  it('is cut by the sign-out, and waited for until then', async () => {
    const bench = await signedIn();
    const { call, context } = held();
    const answer = lends(bench, call);
    expect(await isSettled(bench)).toBe(false);
    bench.runner.dispatch({ type: 'signOut' });
    expect(await answer).toEqual(fail({ kind: 'cancelled' }));
    expect(context()?.signal.aborted).toBe(true);
    expect(await isSettled(bench)).toBe(true);
    expect(bench.view.state).toBe('signedOut');
  });
});

describe('a call that ends with its own signal', () => {
  it('is cut by nothing else, and nobody waits for it', async () => {
    const bench = await signedIn();
    const { call, context, answer } = held();
    const own = new AbortController();
    const lent = lends(bench, call, own.signal);
    expect(context()?.signal).toBe(own.signal);
    expect(await isSettled(bench)).toBe(true);
    await bench.does({ type: 'signOut' }, { type: 'signIn', credentials });
    expect(context()?.signal.aborted).toBe(false);
    answer(dead);
    expect(await lent).toEqual(dead);
    // It was a call of the session before, and says nothing of this one.
    expect(bench.view.state).toBe('live');
  });

  it('is given up by it, which leaves the session open', async () => {
    const bench = await signedIn();
    await bench.pass(MINUTE);
    const { call } = held();
    const own = new AbortController();
    const lent = lends(bench, call, own.signal);
    own.abort();
    expect(await lent).toEqual(fail({ kind: 'cancelled' }));
    expect(bench.view).toMatchObject({ state: 'live', lastContact: { at: START, by: 'signIn' } });
    expect(await lends(bench, () => Promise.resolve(fail(line())))).toEqual(fail(line()));
    expect(bench.view.state).toBe('live');
  });
});

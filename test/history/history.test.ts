/** What looks at sessions make of the history: each kind of event with its span and its cause. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { HistoryEvent } from '../../src-shared/history.ts';
import { nodeDisk, type Disk } from '../../src-main/files/disk.ts';
import { openHistoryFile } from '../../src-main/history/history-file.ts';
import { createHistory, type History } from '../../src-main/history/history-store.ts';
import { HEAD, toLine } from '../../src-main/history/history-lines.ts';
import type { Event } from '../../src-main/session/session-events.ts';
import type { State } from '../../src-main/session/state.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { answer, signIn, signInAnswered } from '../unit/session/given/events.ts';
import { info, line, refusal, refused } from '../unit/session/given/outcomes.ts';
import { fresh, rememberedDevice } from '../unit/session/given/people.ts';
import { after, codeWanted, opened } from '../unit/session/given/sessions.ts';
import { DAY, HOUR, MINUTE, SECOND, START } from '../unit/session/given/times.ts';
import { diskError, diskWith } from '../vault/disks.ts';
import { cleanUp } from '../vault/support.ts';
import { tempDir } from '../temp-dir.ts';
import { event, headOf } from './support.ts';

interface Bench {
  readonly history: History;
  readonly clock: ManualClock;
  readonly place: string;
  /** What the file says, line by line, without its head. */
  readonly lines: () => readonly string[];
  /** Steps the session of a profile by `event` at the clock's time, and looks at it. */
  readonly step: (event: object, profile?: string) => State;
  /** Puts the session of a profile into a state that was made elsewhere. */
  readonly put: (state: State, profile?: string) => void;
  readonly all: (profile?: string | null) => readonly HistoryEvent[];
}

async function bench(options: { place?: string; disk?: Disk; now?: number } = {}): Promise<Bench> {
  const place = options.place ?? path.join(tempDir(), 'history.jsonl');
  const clock = new ManualClock(options.now ?? START);
  const states = new Map<string, State>();
  const history = createHistory({
    ...{ file: openHistoryFile(place, options.disk ?? nodeDisk), clock, timeOf: () => clock.now() },
    isPractice: (profile) => profile === 'play',
    onChange: () => undefined,
  });
  // Before the folder goes: what is being written would make it anew.
  cleanUp(() => history.stop());
  await history.open();
  const put = (state: State, profile = 'acme') => {
    states.set(profile, state);
    history.see(profile, state);
  };
  return {
    ...{ history, clock, place, put },
    lines: () => readFileSync(place, 'utf8').trim().split('\n').slice(1),
    step: (given, profile = 'acme') => {
      const now = { ...clock.now(), chance: 0.5 };
      const state = after(states.get(profile) ?? fresh(), { ...given, now } as Event);
      put(state, profile);
      return state;
    },
    all: (profile = null) => history.within({ profile, from: 0, to: START + 1e11 }),
  };
}

const at = (ms: number) => ({ from: START + ms, to: START + ms });
/** A touch that is asked for and answered at the clock's time. */
function touch({ step, clock }: Bench, result: Result<never> | typeof info = info): void {
  const state = step({ type: 'extendNow' });
  const sentAt = clock.now();
  step(
    answer(state, 'touchAnswered', state.at === 'open' ? state.calls : 0, {
      ...{ result, sentAt, now: { ...sentAt, chance: 0.5 } },
    }),
  );
}

describe('a session', () => {
  it('begins with who opened it, and ends with its span, its touches and the reason', async () => {
    const b = await bench();
    b.put(opened());
    b.clock.advance(HOUR);
    touch(b);
    b.clock.advance(HOUR);
    touch(b, refused('BDC_1109'));
    expect(b.all()).toEqual([
      event('signIn', at(0)),
      // When it was over, not when that was found out.
      event('end', { cause: 'idle', from: START, to: START + HOUR + 35 * MINUTE, count: 1 }),
      event('call', at(HOUR)),
    ]);
  });

  it('that is opened after another says that its ID is a new one', async () => {
    const b = await bench();
    b.put(opened());
    b.put(fresh());
    b.clock.advance(MINUTE);
    b.step({ ...signIn(), type: 'signIn' });
    b.step(signInAnswered({ ...b.clock.now(), chance: 0.5 }, { sentAt: b.clock.now() }));
    expect(b.all().map(({ kind, cause }) => `${kind} ${cause}`)).toEqual([
      'signIn you',
      'end unseen',
      'signIn you',
      'newId you',
    ]);
  });

  it('is counted by its calls: keep-alive’s and the user’s apart, the sign-in not at all', async () => {
    const b = await bench();
    b.put(opened());
    for (const minutes of [10, 1, 1, 10]) {
      b.clock.advance(minutes * MINUTE);
      touch(b);
    }
    expect(b.all().filter(({ kind }) => kind === 'call')).toEqual([
      event('call', { from: START + 10 * MINUTE, to: START + 12 * MINUTE, count: 3 }),
      event('call', at(22 * MINUTE)),
    ]);
  });

  it('has no call of yours in what its sign-in asked of a remembered device', async () => {
    const b = await bench();
    b.put(opened(rememberedDevice));
    b.clock.advance(MINUTE);
    const now = { ...b.clock.now(), chance: 0.5 };
    const asked = { by: 'signIn', result: ok({ isTrusted: true }), sentAt: now, now } as const;
    b.step(answer(opened(rememberedDevice), 'checkTrustAnswered', 1, asked));
    expect(b.all().map(({ kind }) => kind)).toEqual(['signIn', 'trust']);
  });

  it('that stands still says why, and since when', async () => {
    const b = await bench();
    b.put(opened());
    b.clock.advance(MINUTE);
    b.step({ type: 'pauseKeepAlive', ms: HOUR });
    b.clock.advance(MINUTE);
    b.step({ type: 'pauseKeepAlive', ms: 'off' });
    expect(b.all().slice(1)).toEqual([
      event('pause', { from: START + MINUTE, to: START + 2 * MINUTE }),
      event('pause', { cause: 'off', from: START + 2 * MINUTE, to: null }),
    ]);
    b.clock.advance(MINUTE);
    b.step({ type: 'pauseKeepAlive', ms: null });
    expect(b.all().at(-1)).toMatchObject({ cause: 'off', to: START + 3 * MINUTE });
  });

  it('that BILL does not answer has an outage from the first call that failed to the next answer', async () => {
    const b = await bench();
    b.put(opened());
    b.clock.advance(10 * MINUTE);
    touch(b, fail(line('timeout')));
    b.clock.advance(5 * MINUTE);
    touch(b, fail(line('reset')));
    b.clock.advance(MINUTE);
    touch(b);
    const span = { from: START + 10 * MINUTE, to: START + 16 * MINUTE };
    expect(b.all().filter(({ kind }) => kind === 'outage')).toEqual([
      event('outage', { cause: 'noAnswer', ...span }),
    ]);
  });

  it('that is throttled was busy, by the limit of the hour or of calls at once', async () => {
    const b = await bench();
    b.put(opened());
    b.clock.advance(10 * MINUTE);
    touch(b, fail(refusal('BDC_1144')));
    expect(b.all().at(-1)).toMatchObject({ kind: 'busy', cause: 'hourLimit', to: null });
    b.clock.advance(HOUR);
    touch(b, fail(refusal('BDC_1322')));
    expect(b.all().at(-1)).toMatchObject({ kind: 'busy', cause: 'atOnce', to: null });
  });

  it('is trusted from the code on, and not any longer than it lasts', async () => {
    const b = await bench();
    const wanted = codeWanted();
    b.clock.advance(2 * MINUTE);
    b.put(wanted);
    const checking = b.step({ type: 'submitMfaCode', code: '123456', rememberDevice: false });
    const call = checking.at === 'open' ? checking.calls : 0;
    const sentAt = b.clock.now();
    b.step(
      answer(checking, 'submitMfaCodeAnswered', call, {
        ...{ result: ok({ mfaId: null }), sentAt, now: { ...sentAt, chance: 0.5 } },
      }),
    );
    expect(b.all().at(-1)).toMatchObject({ kind: 'trust', cause: 'session', to: null });
    b.clock.advance(MINUTE);
    touch(b, refused('BDC_1109'));
    expect(b.all().filter(({ kind }) => kind === 'trust')).toMatchObject([
      { cause: 'session', to: START + 3 * MINUTE },
    ]);
  });
});

describe('a sleep of the computer', () => {
  const sleeps = (b: Bench) => b.all().filter(({ kind }) => kind === 'sleep');

  it('is what the system says, once, and nobody’s', async () => {
    const b = await bench();
    b.clock.advance(MINUTE);
    b.history.hint('suspend');
    b.clock.jumpWall(HOUR);
    b.history.hint('resumed');
    b.history.hint('resumed');
    b.clock.advance(HOUR);
    expect(sleeps(b)).toMatchObject([
      { cause: 'system', profile: null, from: START + MINUTE, to: START + MINUTE + HOUR },
    ]);
  });

  it('is what the system said even where the clock is looked at before it says that it is over', async () => {
    const b = await bench();
    b.history.hint('suspend');
    b.clock.jumpWall(HOUR);
    b.clock.advance(30 * SECOND);
    b.history.hint('resumed');
    expect(sleeps(b)).toMatchObject([
      { cause: 'system', from: START, to: START + HOUR + 30 * SECOND },
    ]);
  });

  it('is seen by the gap in the clock where the system says nothing', async () => {
    const b = await bench();
    b.clock.advance(MINUTE);
    b.clock.jumpWall(2 * HOUR);
    b.clock.advance(MINUTE);
    expect(sleeps(b)).toMatchObject([{ cause: 'clock', from: START + MINUTE }]);
  });

  it('is none when a screen is unlocked, a computer is slow or a sleep is over at once', async () => {
    const b = await bench();
    b.history.hint('resumed');
    b.clock.stall(40 * SECOND);
    b.clock.advance(MINUTE);
    b.history.hint('suspend');
    b.clock.advance(20 * SECOND);
    b.history.hint('resumed');
    expect(sleeps(b)).toEqual([]);
  });
});

describe('the file', () => {
  it('gets each event when it comes, and what was counted since with the next', async () => {
    const b = await bench();
    b.put(opened());
    b.clock.advance(10 * MINUTE);
    touch(b);
    await b.history.saveAgain();
    expect(b.lines()).toEqual(
      [event('signIn', at(0)), event('call', at(10 * MINUTE))].map((one) => toLine(one).trim()),
    );
    b.clock.advance(MINUTE);
    touch(b);
    await b.history.saveAgain();
    expect(b.lines()).toHaveLength(2);
    await b.history.stop();
    expect(
      b
        .lines()
        .slice(2)
        .map((one) => JSON.parse(one) as unknown),
    ).toMatchObject([
      { kind: 'call', count: 2, to: START + 11 * MINUTE },
      { kind: 'end', cause: 'quit', from: START, to: START + 11 * MINUTE },
    ]);
    expect(b.clock.pending).toBe(0);
  });

  it('that an app left without a word is closed by the next, which goes on in it', async () => {
    const first = await bench();
    first.put(opened());
    first.clock.advance(MINUTE);
    first.step({ type: 'pauseKeepAlive', ms: 'off' });
    await first.history.saveAgain();
    const next = await bench({ place: first.place, now: START + DAY });
    expect(next.all()).toEqual([
      event('signIn', at(0)),
      event('end', { cause: 'unseen', from: START, to: START + MINUTE, count: 0 }),
      event('pause', { cause: 'off', ...at(MINUTE) }),
    ]);
    const third = await bench({ place: first.place, now: START + 2 * DAY });
    expect(third.all()).toEqual(next.all());
  });

  it('drops what is older than 30 days when it is written anew, and shows it no more at once', async () => {
    const place = path.join(tempDir(), 'history.jsonl');
    const old = event('call', at(-32 * DAY));
    writeFileSync(place, HEAD + toLine(old) + toLine(event('call', at(-DAY))));
    const b = await bench({ place });
    expect(b.all()).toEqual([event('call', at(-DAY))]);
    b.put(opened());
    await b.history.saveAgain();
    expect(b.lines()).toHaveLength(2);
    expect(readFileSync(place, 'utf8')).not.toContain(String(old.from));
  });

  it('holds nothing of a profile that was forgotten', async () => {
    const b = await bench();
    b.put(opened(), 'acme');
    b.put(opened(), 'beta');
    await b.history.forget('acme');
    expect(readFileSync(b.place, 'utf8')).not.toContain('acme');
    expect(b.all()).toMatchObject([{ profile: 'beta' }]);
    await b.history.stop();
    expect(readFileSync(b.place, 'utf8')).not.toContain('acme');
  });

  it('that the disk keeps from losing a profile says so, until it is gone', async () => {
    let full = false;
    const disk = diskWith({
      open: (name, flags, mode) =>
        full && name.endsWith('.tmp')
          ? Promise.reject(diskError('ENOSPC'))
          : nodeDisk.open(name, flags, mode),
    });
    const b = await bench({ disk });
    b.put(opened());
    await b.history.saveAgain();
    full = true;
    await b.history.forget('acme');
    expect(b.history.notice()).toEqual({ kind: 'notSaved', about: null });
    expect(readFileSync(b.place, 'utf8')).toContain('acme');
    full = false;
    await b.history.saveAgain();
    expect(b.history.notice()).toBeNull();
    expect(readFileSync(b.place, 'utf8')).not.toContain('acme');
  });

  it('of a newer version is not written to, and what happens is shown until the end', async () => {
    const place = path.join(tempDir(), 'history.jsonl');
    const newer = headOf(1);
    writeFileSync(place, newer);
    const b = await bench({ place });
    expect(b.history.notice()).toEqual({ kind: 'historyLeftAlone', about: null });
    b.put(opened());
    expect(await b.history.adopt([event('call')])).toBe(false);
    await b.history.stop();
    expect(b.all()).toMatchObject([{ kind: 'signIn' }, { kind: 'end' }]);
    expect(readFileSync(place, 'utf8')).toBe(newer);
  });

  it('that was damaged is told of by the name under which it lies aside', async () => {
    const place = path.join(tempDir(), 'history.jsonl');
    writeFileSync(place, `${HEAD}?\n${toLine(event('call'))}`);
    const b = await bench({ place });
    const about = `history.bad-${START}.json`;
    expect(b.history.notice()).toEqual({ kind: 'historySetAside', about });
    expect(b.all()).toEqual([event('call')]);
    b.put(opened());
    await b.history.saveAgain();
    expect(b.lines()).toHaveLength(2);
    expect(readdirSync(path.dirname(place)).sort()).toEqual([about, 'history.jsonl'].sort());
  });

  it('is not made where nothing happens', async () => {
    const b = await bench();
    await b.history.stop();
    expect(existsSync(b.place)).toBe(false);
  });
});

describe('practice', () => {
  it('is shown to itself alone, and goes when its profile is not there any more', async () => {
    const b = await bench();
    b.put(opened(), 'play');
    b.put(opened(), 'acme');
    expect(b.all(null)).toMatchObject([{ profile: 'acme', practice: false }]);
    expect(b.all('play')).toMatchObject([{ profile: 'play', practice: true }]);
    await b.history.stop();
    const next = await bench({ place: b.place });
    next.history.prune(new Set(['acme']));
    await next.history.saveAgain();
    expect(readFileSync(b.place, 'utf8')).not.toContain('play');
    expect(next.all(null)).toHaveLength(2);
  });
});

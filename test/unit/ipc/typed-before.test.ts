/** What was typed for a sign-in that did not work: how long it is kept, for which place, and for whom. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTypedBefore,
  KEPT_FOR_TRY_MS,
  type TryPlace,
  type TypedBefore,
} from '../../../src-main/ipc/typed-before.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const typed = { password: 'correct horse 7!', devKey: '01QQWERTZUIOPASDFGHJ' };
const nothing = { password: '', devKey: '' };
const bill: TryPlace = { profile: 'first', server: { kind: 'bill' }, kind: 'password' };
const local = (url: string): TryPlace => ({ ...bill, server: { kind: 'local', url } });

let clock: ManualClock;
let before: TypedBefore;
let changes: number;
beforeEach(() => {
  clock = new ManualClock();
  changes = 0;
  before = createTypedBefore(clock, () => (changes += 1));
});

describe('[S128] what was typed before', () => {
  it('is found for the same place, and only told of by which fields', () => {
    before.note(bill, typed);
    expect(before.find(bill)).toEqual(typed);
    const view = before.view('first');
    expect(view).toEqual({ server: bill.server, kind: 'password', password: true, devKey: true });
    expect(JSON.stringify(view)).not.toContain(typed.password);
  });

  it('is replaced field by field by what is typed now', () => {
    before.note(bill, typed);
    before.note(bill, { password: 'another', devKey: '' });
    expect(before.find(bill)).toEqual({ password: 'another', devKey: typed.devKey });
    before.note(bill, { password: '', devKey: '01NEW' });
    expect(before.find(bill)).toEqual({ password: 'another', devKey: '01NEW' });
  });

  it('is a key alone where only that was typed', () => {
    before.note({ ...bill, kind: 'session' }, { password: '', devKey: typed.devKey });
    expect(before.view('first')).toMatchObject({ password: false, devKey: true });
    expect(before.find(bill)).toEqual({ password: '', devKey: typed.devKey });
  });

  it('is nothing where nothing was typed', () => {
    before.note(bill, nothing);
    expect(before.view('first')).toBeNull();
    expect(before.find(bill)).toEqual(nothing);
  });

  it.each<[string, TryPlace]>([
    ['another kind of server', local('http://127.0.0.1:8080/api/v2')],
    ['the practice sandbox', { ...bill, server: { kind: 'practice' } }],
    ['another profile', { ...bill, profile: 'second' }],
  ])('is not found for %s', (_, place) => {
    before.note(bill, typed);
    expect(before.find(place)).toEqual(nothing);
  });

  it('is not found for another local server, and is gone once one was tried', () => {
    const [here, there] = [local('http://127.0.0.1:1/api/v2'), local('http://127.0.0.1:2/api/v2')];
    before.note(here, typed);
    expect(before.find(there)).toEqual(nothing);
    before.note(there, nothing);
    expect(before.find(here)).toEqual(nothing);
    expect(before.view('first')).toBeNull();
  });

  it('is no password for another way in, but the key is', () => {
    before.note(bill, typed);
    expect(before.find({ ...bill, kind: 'token' })).toEqual({ ...nothing, devKey: typed.devKey });
    before.note({ ...bill, kind: 'session' }, { password: '', devKey: '01NEW' });
    expect(before.find(bill)).toEqual({ password: typed.password, devKey: '01NEW' });
  });

  it('is gone after ten minutes from when it was typed, with a word, however often it was tried', () => {
    before.note(bill, typed);
    clock.advance(KEPT_FOR_TRY_MS - 1);
    before.note(bill, nothing);
    expect(before.find(bill)).toEqual(typed);
    expect(changes).toBe(1);
    clock.advance(1);
    expect(before.find(bill)).toEqual(nothing);
    expect([before.view('first'), changes]).toEqual([null, 2]);
  });

  it('is gone after ten minutes of sleep, before any timer comes', () => {
    before.note(bill, typed);
    clock.jumpWall(KEPT_FOR_TRY_MS);
    expect(before.find(bill)).toEqual(nothing);
    expect(before.view('first')).toBeNull();
  });

  it('goes when it is dropped, and when another profile is shown, and leaves no timer', () => {
    before.note(bill, typed);
    before.drop('first');
    expect(before.view('first')).toBeNull();
    before.note(bill, typed);
    before.keepOnly('first');
    expect(before.find(bill)).toEqual(typed);
    before.keepOnly('second');
    expect(before.find(bill)).toEqual(nothing);
    expect(clock.pending).toBe(0);
  });
});

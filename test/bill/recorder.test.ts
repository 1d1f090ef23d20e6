import { afterEach, expect, test, vi } from 'vitest';
import {
  createRecorder,
  type Recorder,
  type Sending,
} from '../../src-main/bill/record/recorder.ts';
import type { AppError } from '../../src-shared/result.ts';
import { ManualClock, START } from '../fakes/manual-clock.ts';
import { refusal } from '../fakes/refusal.ts';
import { canary } from './support.ts';

const sending: Sending = {
  profile: 'first',
  by: 'keepAlive',
  program: null,
  baseUrl: 'http://127.0.0.1:5000/api/v2',
  path: '/GetSessionInfo.json',
  form: [
    ['devKey', canary.devKey],
    ['sessionId', canary.sessionId],
  ],
};

function bench(keep?: number) {
  const clock = new ManualClock();
  let changes = 0;
  const recorder = createRecorder({
    clock,
    onCall: () => (changes += 1),
    onChange: () => (changes += 1),
    ...(keep === undefined ? {} : { keep }),
  });
  return { clock, recorder, changes: () => changes };
}

test('a call is a pending row until it ends, and both are told', () => {
  const { clock, recorder, changes } = bench();
  const end = recorder.begin(sending);
  const pending = {
    id: 1,
    profile: 'first',
    at: START,
    endpoint: 'GetSessionInfo',
    by: 'keepAlive',
    program: null,
    ms: null,
    status: null,
    outcome: 'pending',
    error: null,
    newSession: false,
  };
  expect(recorder.rows()).toEqual([pending]);
  expect(changes()).toBe(1);

  clock.advance(120);
  clock.jumpWall(-60_000);
  end({ status: 200, error: null, json: { response_status: 0 } });
  const ended = { ...pending, ms: 120, status: 200, outcome: 'ok' };
  expect(recorder.rows()).toEqual([ended]);
  expect(recorder.detail(1)).toEqual({
    ...ended,
    request: {
      baseUrl: sending.baseUrl,
      line: 'POST /api/v2/GetSessionInfo.json',
      fields: [
        { name: 'devKey', value: '01••••••••••0XYZ' },
        { name: 'sessionId', value: '!b••••••••••3Rq8' },
      ],
    },
    reply: '{\n  "response_status": 0\n}',
  });
  expect(changes()).toBe(2);
});

test('only BILL’s refusal is one; everything else that went wrong has failed', () => {
  const { recorder } = bench();
  const errors: AppError[] = [
    refusal('BDC_1109', { text: 'x' }),
    { kind: 'line', fault: 'reset', code: 'ECONNRESET' },
    { kind: 'cancelled' },
    { kind: 'oddReply', odd: 'html', status: 200, retryAfterMs: null },
  ];
  for (const error of errors) recorder.begin(sending)({ status: null, error, json: undefined });
  expect(recorder.rows().map(({ outcome }) => outcome)).toEqual([
    'failed',
    'failed',
    'failed',
    'refused',
  ]);
  expect(recorder.rows()[0]).toMatchObject({ error: errors[3] });
});

test('the newest comes first and the oldest is forgotten, pending or not', () => {
  const { recorder } = bench(3);
  const ends = [1, 2, 3, 4, 5].map(() => recorder.begin(sending));
  expect(recorder.rows().map(({ id }) => id)).toEqual([5, 4, 3]);
  ends[0]?.({ status: 200, error: null, json: undefined });
  ends[4]?.({ status: 200, error: null, json: undefined });
  expect(recorder.rows().map(({ id, outcome }) => [id, outcome])).toEqual([
    [5, 'ok'],
    [4, 'pending'],
    [3, 'pending'],
  ]);
  expect(recorder.detail(1)).toBeNull();
  expect(recorder.detail(99)).toBeNull();
  expect(recorder.detail(4)).toMatchObject({ id: 4 });
});

test('200 rows are kept when nobody says otherwise', () => {
  const { recorder } = bench();
  for (let i = 0; i < 250; i++) recorder.begin(sending);
  expect(recorder.rows()).toHaveLength(200);
});

test('the rows are the same array until something changes', () => {
  const { recorder } = bench();
  recorder.begin(sending);
  const rows = recorder.rows();
  expect(recorder.rows()).toBe(rows);
});

test('secrets of a call are hidden in its reply, wherever the server puts them', () => {
  const { recorder } = bench();
  const json = {
    response_data: { sessionId: canary.mfaId, note: `${canary.sessionId} and ${canary.mfaId}` },
  };
  recorder.begin(sending)({ status: 200, error: null, json });
  const reply = recorder.detail(1)?.reply ?? '';
  expect(reply).not.toContain(canary.sessionId);
  expect(reply).not.toContain(canary.mfaId);
  expect(reply).toContain('!b••••••••••9Zk1');
});

const use = { program: 'curl', command: 'status', profile: 'first' };

/** Counts how often it is read: what redaction does. */
function readReply() {
  let reads = 0;
  const json = {
    get response_status() {
      reads += 1;
      return 0;
    },
  };
  return { json, isRead: () => reads > 0 };
}
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['somebody looks at the rows', (it: Recorder) => void it.rows()],
  ['somebody looks at a call', (it: Recorder) => void it.detail(7)],
  ['a program’s use is noted', (it: Recorder) => it.note({ ...use, status: 200, error: null })],
  ['50 ms are over', () => void vi.advanceTimersByTime(50)],
  [
    'others wait behind it',
    (it: Recorder) => void Array.from({ length: 14 }, () => it.begin(sending)),
  ],
])('a reply is not redacted in the call’s own time, but when %s', (_, act) => {
  vi.useFakeTimers();
  const { recorder } = bench();
  const { json, isRead } = readReply();
  recorder.begin(sending)({ status: 200, error: null, json });
  vi.advanceTimersByTime(49);
  expect(isRead()).toBe(false);
  act(recorder);
  expect(isRead()).toBe(true);
});

test('a call that is forgotten while it waits leaves no row, and its end none either', () => {
  const { recorder } = bench();
  const end = recorder.begin(sending);
  recorder.clear();
  end({ status: 200, error: null, json: {} });
  expect(recorder.rows()).toEqual([]);
});

test('a reply that cannot be redacted is left out, and costs no other call its row', () => {
  const { recorder } = bench();
  const odd = {
    get data(): never {
      throw new Error('no text');
    },
  };
  recorder.begin(sending)({ status: 200, error: null, json: odd });
  recorder.begin(sending)({ status: 200, error: null, json: { response_status: 0 } });
  expect(recorder.rows().map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  expect([1, 2].map((id) => recorder.detail(id)?.reply)).toEqual([
    null,
    '{\n  "response_status": 0\n}',
  ]);
});

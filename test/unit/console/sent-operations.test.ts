/** The operations that somebody sends: one of a name at a time, and sent again where trust was wanting. */
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { operationIds, type OperationId } from '../../../src-shared/bill/operations.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Open } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import { signedIn } from '../session/given/bench.ts';
import { line, refusal, refused } from '../session/given/outcomes.ts';
import { answer, event, pays } from '../session/given/events.ts';
import { answered, openAfter, opened } from '../session/given/sessions.ts';
import { at, MINUTE, START } from '../session/given/times.ts';

describe('an operation that somebody sends', () => {
  it('goes to its own path with its data, if there is any, and answers whoever sent it', async () => {
    const bench = await signedIn();
    const { runner } = bench;
    const answers = [runner.tryOperation('PayBills', '{}'), runner.tryOperation('ListBills', '')];
    expect(await Promise.all(answers)).toEqual([ok({ reply: '{}' }), ok({ reply: '{}' })]);
    const sent = bench.api.of('tryOperation').flatMap(({ args: [, path, data] }) => [path, data]);
    expect(sent).toEqual(['/PayBills.json', '{}', '/ListBills.json', null]);
  });

  it('is one of its name at a time, and is given up alone', async () => {
    const bench = await signedIn();
    const { runner } = bench;
    bench.api.on('tryOperation', 'hold');
    const held = ['PayBills', 'ListBills'].map((name) => runner.tryOperation(name, ''));
    expect(await runner.tryOperation('PayBills', '')).toEqual(fail({ kind: 'notNow' }));
    expect(runner.cancelOperation('PayBills')).toBe(true);
    const cut = bench.api.of('tryOperation').map(({ context }) => context.signal.aborted);
    expect(cut).toEqual([true, false]);
    expect(runner.cancelOperation('ListBills')).toBe(true);
    await Promise.all([...held, runner.settled()]);
    expect(bench.view).toMatchObject({ tries: { PayBills: { outcome: 'failed' } } });
    expect(runner.cancelOperation('PayBills')).toBe(false);
  });
});

describe('a try of a protected operation', () => {
  const body = (operation: OperationId) => JSON.stringify({ mine: operation });
  const repeat = (operation: OperationId = 'PayBills') =>
    event('repeatOperation', 5 * MINUTE, { operation });
  const trying = openAfter(opened(), pays(MINUTE, body('PayBills')));
  const done = (result: Result<{ reply: string }>) =>
    answered(trying, 'tryOperationAnswered', result, 2 * MINUTE);
  const untrusted = refused('BDC_1361', { by: 'named' });

  it.each([
    ['accepted', ok({ reply: '{"a":1}' }), { error: null }],
    ['refused', untrusted, { error: refusal('BDC_1361') }],
    ['failed', fail(line()), { error: line() }],
  ] as const)('ends %s', (outcome, result, rest) => {
    const sent = { call: trying.calls, data: body('PayBills'), at: START + 2 * MINUTE };
    const open = done(result);
    expect(open.tries.PayBills).toEqual({ ...sent, outcome, ...rest });
    // The window gets no body of it.
    expect(JSON.stringify(view(open, at(MINUTE)))).not.toContain('mine');
  });

  it('is not ended by the answer to another one, and does not stop the other three', () => {
    const rest = { operation: 'PayBills', result: ok({ reply: '{}' }) } as const;
    const times = { sentAt: at(MINUTE), now: at(MINUTE) };
    const stale = answer(trying, 'tryOperationAnswered', trying.calls - 1, { ...rest, ...times });
    expect(openAfter(trying, stale).tries.PayBills?.outcome).toBe('pending');
    const operation = 'SendVendorInvite';
    const other = event('tryOperation', 2 * MINUTE, { operation, data: body(operation) });
    expect(step(trying, other)[1]).toMatchObject([
      {
        operation,
        data: body(operation),
        by: 'you',
      },
    ]);
  });

  it('is forgotten once it was answered and another is sent, unless trust was wanting', () => {
    const next = event('tryOperation', 3 * MINUTE, { operation: 'ListBills', data: '' });
    const left = (open: Open) => Object.keys(openAfter(open, next).tries);
    expect(left(done(ok({ reply: '{}' })))).toEqual(['ListBills']);
    expect(left(done(fail(line())))).toEqual(['ListBills']);
    expect(left(done(untrusted))).toEqual(['PayBills', 'ListBills']);
    expect(left(trying)).toEqual(['PayBills', 'ListBills']);
  });

  it('is repeated as it was if trust was wanting, whichever was tried after it', () => {
    let open = opened();
    for (const operation of operationIds) {
      const tried = event('tryOperation', MINUTE, { operation, data: body(operation) });
      open = openAfter(open, tried);
      const times = { sentAt: at(MINUTE), now: at(MINUTE) };
      const rest = { operation, result: untrusted, ...times };
      open = openAfter(open, answer(open, 'tryOperationAnswered', open.calls, rest));
    }
    for (const operation of operationIds) {
      const effect = { type: 'tryOperation', operation, data: body(operation), by: 'you' };
      expect(step(open, repeat(operation))[1]).toMatchObject([effect]);
    }
    const sending = openAfter(open, repeat());
    expect(step(sending, repeat())).toEqual([sending, []]);
  });

  it.each([
    ['was not tried', opened()],
    ['was accepted', done(ok({ reply: '{}' }))],
    ['was refused for another reason', done(refused('BDC_1119'))],
    ['did not arrive', done(fail(line()))],
  ])('is not repeated where it %s', (_, open) => {
    expect(step(open, repeat())).toEqual([open, []]);
  });
});

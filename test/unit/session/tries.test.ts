/** What was refused for want of trust is sent again as it was, on a click and only so. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { operationIds, type OperationId } from '../../../src-shared/operations.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import { step } from '../../../src-main/session/machine.ts';
import { view } from '../../../src-main/session/view.ts';
import { after, answer, asOpen, at, line, MINUTE, only, opened, refused } from './support.ts';

const body = (operation: OperationId) => JSON.stringify({ mine: operation });
const repeat = (operation: OperationId): Event => ({
  type: 'repeatOperation',
  operation,
  now: at(5 * MINUTE),
});

function tried(
  operation: OperationId,
  result: ReturnType<typeof refused> | ReturnType<typeof ok<{ reply: string }>>,
  from = opened(),
) {
  const data = body(operation);
  const open = asOpen(after(from, { type: 'tryOperation', operation, data, now: at(MINUTE) }));
  const rest = { operation, result, sentAt: at(MINUTE), now: at(MINUTE) };
  return asOpen(after(open, answer(open, 'operationAnswered', open.calls, rest)));
}

describe('repeating an operation', () => {
  it('sends the body of each one that was refused with BDC_1361, whichever was tried after it', () => {
    let open = opened();
    for (const operation of operationIds) open = tried(operation, refused('BDC_1361'), open);
    for (const operation of operationIds) {
      expect(only(step(open, repeat(operation)))).toMatchObject({
        type: 'tryOperation',
        operation,
        data: body(operation),
        by: 'you',
      });
    }
  });

  it('is one call however often it is clicked', () => {
    const sending = after(tried('payBills', refused('BDC_1361')), repeat('payBills'));
    expect(step(sending, repeat('payBills'))).toEqual([sending, []]);
  });

  it.each([
    ['was not tried', opened()],
    ['was accepted', tried('payBills', ok({ reply: '{}' }))],
    ['was refused for another reason', tried('payBills', refused('BDC_1119'))],
    ['did not arrive', tried('payBills', fail(line()))],
  ])('does nothing where the operation %s', (_, open) => {
    expect(step(open, repeat('payBills'))).toEqual([open, []]);
  });

  it('shows no body of it to the window', () => {
    const open = tried('payBills', refused('BDC_1361'));
    expect(open.tries.payBills?.data).toBe(body('payBills'));
    expect(JSON.stringify(view(open, at(MINUTE)))).not.toContain('mine');
  });
});

/** Server-sent events, however the stream is cut. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEventReader } from '../../src-cli/app/event-stream.ts';

const STREAM =
  ': hello\r\nevent: status\ndata: {"a":1}\n\n: still here\n\nevent:status\rdata: one\rdata: two\r\rdata:plain\n\nevent: none\n\n';
const EVENTS = [
  { event: 'status', data: '{"a":1}' },
  { event: 'status', data: 'one\ntwo' },
  { event: 'message', data: 'plain' },
];

it('Events come out whole, however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length)), (places) => {
      const at = [...places, 0, STREAM.length].sort((one, other) => one - other);
      const read = createEventReader();
      const found = at.slice(1).flatMap((end, n) => read(STREAM.slice(at[n], end)));
      expect(found).toEqual(EVENTS);
    }),
  );
});

it('An event without an end is not kept for ever', () => {
  const read = createEventReader();
  expect(() => {
    for (let n = 0; n < 100; n++) read('data: '.padEnd(64 * 1024, 'x'));
  }).toThrow();
});

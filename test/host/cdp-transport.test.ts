/** The frames that come from Chromium's debugging port, however the network cuts them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameReader } from '../../browser-host/cdp-transport.ts';

const TEXT = 1;

/** A frame as a server sends it: RFC 6455, 5.2, without a mask. */
function frame(payload: Buffer, isLast: boolean): Buffer {
  const { length } = payload;
  const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const header = Buffer.alloc(2 + extra);
  header[0] = (isLast ? 0x80 : 0) | TEXT;
  header[1] = extra === 0 ? length : extra === 2 ? 126 : 127;
  if (extra === 2) header.writeUInt16BE(length, 2);
  if (extra === 8) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

it('reads the frames of Chromium whole and in order, wherever their bytes are cut', () => {
  const lengths = fc.constantFrom(0, 1, 125, 126, 65_535, 65_536, 70_000);
  const frames = fc.array(fc.record({ length: lengths, isLast: fc.boolean() }), { maxLength: 6 });
  const sizes = fc.array(fc.constantFrom(1, 2, 3, 9, 130, 65_536), { minLength: 1 });
  fc.assert(
    fc.property(frames, sizes, (sent, cuts) => {
      const got: { length: number; isLast: boolean }[] = [];
      const read = createFrameReader((kind, isLast, payload) => {
        expect(kind).toBe(TEXT);
        expect(payload.every((byte) => byte === payload.length % 251)).toBe(true);
        got.push({ length: payload.length, isLast });
      });
      const bytes = Buffer.concat(
        sent.map(({ length, isLast }) => frame(Buffer.alloc(length, length % 251), isLast)),
      );
      // The longest stretches come in one piece, or each byte would be a call.
      for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
        const size = cut < 200 ? (cuts[cut % cuts.length] ?? 1) : bytes.length;
        read(bytes.subarray(at, at + size));
        at += size;
      }
      expect(got).toEqual(sent);
    }),
  );
});

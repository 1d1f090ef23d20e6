/** The codec by itself: what it carries, and that it refuses the rest by name. */
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../browser-host/page/codec.ts';

const { encode, decode } = createCodec();
const trip = (value: unknown) => decode(encode(structuredClone(value)));

describe('the codec', () => {
  it.each([
    ['text', 'a "quoted" \u2028 \ud800 text'],
    ['numbers', [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['big numbers', [0n, -(10n ** 30n)]],
    ['nothing', [undefined, null, { here: undefined }]],
    ['dates', [new Date(0), new Date(Number.NaN)]],
    ['collections', new Map<unknown, unknown>([[{ key: 1 }, new Set(['a', { b: 1 }])]])],
    [
      'bytes',
      [new Uint8Array([0, 255]), new Float64Array([0.5]), new DataView(new ArrayBuffer(3))],
    ],
    ['patterns', /a+\/b/giu],
    ['an own __proto__', JSON.parse('{"__proto__": {"x": 1}}')],
  ])('carries %s', (_name, value) => {
    expect(trip(value)).toStrictEqual(structuredClone(value));
  });

  it('keeps holes, cycles and shared parts', () => {
    const shared = { name: 'shared' };
    const value: unknown[] = [shared, shared];
    value[5] = value;
    const back = trip(value) as unknown[];
    expect([back.length, 3 in back, back[5] === back, back[0] === back[1]]).toEqual([
      6,
      false,
      true,
      true,
    ]);
  });

  it('keeps an error with its name and cause', () => {
    const back = trip(new RangeError('far', { cause: { by: 2 } }));
    expect(back).toBeInstanceOf(RangeError);
    expect(back).toMatchObject({ message: 'far', cause: { by: 2 } });
  });

  it('goes as deep as it must', () => {
    let value: unknown = 'bottom';
    for (let depth = 0; depth < 5000; depth += 1) value = { value };
    let back = decode(encode(value));
    while (typeof back === 'object' && back !== null && 'value' in back) back = back.value;
    expect(back).toBe('bottom');
  });

  it('refuses by name what it cannot carry', () => {
    expect(() => encode(new Blob(['x']))).toThrow('the browser host cannot carry a Blob');
    expect(() => encode({ f: () => 1 })).toThrow('the browser host cannot carry a function');
  });
});

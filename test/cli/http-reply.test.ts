/** Answers over HTTP as the command line reads them, however the connection cuts them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplyReader, NotHttp } from '../../src-cli/app/http-reply.ts';

interface Read {
  status: number | null;
  body: string;
  isWhole: boolean;
}

/** Read in pieces that end `at` these places; closed at the end. */
function read(text: string, at: readonly number[] = []): Read {
  const found: Read = { status: null, body: '', isWhole: false };
  const reader = createReplyReader({
    head: (status) => (found.status = status),
    body: (piece) => (found.body += piece.toString('latin1')),
    end: () => (found.isWhole = true),
  });
  const places = [...at, 0, text.length].sort((one, other) => one - other);
  for (const [n, end] of places.slice(1).entries()) {
    reader.push(Buffer.from(text.slice(places[n], end), 'latin1'));
  }
  reader.close();
  return found;
}

const OK = 'HTTP/1.1 200 OK\r\n';
const whole: readonly (readonly [string, string, string])[] = [
  ['of a length', `${OK}Content-Length:  5 \r\n\r\nhello`, 'hello'],
  ['that is empty', `${OK}content-length: 0\r\n\r\n`, ''],
  [
    'in chunks',
    `${OK}Transfer-Encoding: Chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\n\r\n`,
    'hello',
  ],
  [
    'in chunks that look like an end, and with a trailer',
    `${OK}transfer-encoding: chunked\r\n\r\n007\r\n\r\n0\r\n\r\n\r\n0\r\nX: y\r\n\r\n`,
    '\r\n0\r\n\r\n',
  ],
  ['that ends with the connection', `${OK}\r\nhello`, 'hello'],
  [
    'after a word in between',
    `HTTP/1.1 100 Continue\r\n\r\n${OK}content-length: 5\r\n\r\nhello`,
    'hello',
  ],
  ['without a reason', 'HTTP/1.1 200\r\ncontent-length: 5\r\n\r\nhello', 'hello'],
];

describe('An answer', () => {
  it.each(whole)('%s is read whole, wherever it is cut', (_name, text, body) => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (at) => {
        expect(read(text, at)).toEqual({ status: 200, body, isWhole: true });
      }),
    );
  });

  it('without a body is whole with its head', () => {
    expect(read('HTTP/1.1 204 No Content\r\n\r\n')).toEqual({
      status: 204,
      body: '',
      isWhole: true,
    });
  });

  it.each(whole.slice(0, 3))('%s is not whole before its last byte', (_name, text) => {
    for (let end = 0; end < text.length; end++)
      expect(read(text.slice(0, end)).isWhole).toBe(false);
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['another version', 'HTTP/2 200\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 20x OK\r\n\r\n'],
    ['two lengths', `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`],
    [
      'a length and chunks',
      `${OK}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a length that is none', `${OK}content-length: -1\r\n\r\n`],
    ['a coding that we do not know', `${OK}transfer-encoding: gzip, chunked\r\n\r\n`],
    ['a header that is none', `${OK}content length: 2\r\n\r\n{}`],
    ['a chunk without a size', `${OK}transfer-encoding: chunked\r\n\r\nx\r\n`],
    ['a chunk of another size', `${OK}transfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n`],
    ['more than was asked for', `${OK}content-length: 1\r\n\r\nab`],
    ['a head without an end', `HTTP/1.1 200 ${'x'.repeat(70_000)}`],
  ])('with %s is refused', (_name, text) => {
    expect(() => read(text)).toThrow(NotHttp);
  });
});

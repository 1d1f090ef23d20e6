/**
 * Reads answers of HTTP/1.1 (RFC 9112) off one connection: pure, pieces of any size in, status and body
 * out. Node's own client can do far more, and to load it takes longer than a whole command otherwise.
 */

/** What an answer is told to, in this order. */
export interface ReplySink {
  head(status: number): void;
  body(piece: Buffer): void;
  end(): void;
}

export interface ReplyReader {
  /** Throws for what is no answer, and for what comes after its end. */
  push(piece: Buffer): void;
  /** Nothing more comes, which ends an answer that has neither a length nor chunks. */
  close(): void;
}

/** As many bytes as a head, or the line of a chunk, may have. */
const MOST_OF_A_HEAD = 64 * 1024;

export class NotHttp extends Error {}

type Part =
  'head' | 'plain' | 'chunkHead' | 'chunk' | 'chunkEnd' | 'trailer' | 'untilClose' | 'end';

export function createReplyReader(sink: ReplySink): ReplyReader {
  let part: Part = 'head';
  let held: Buffer = Buffer.alloc(0);
  /** Bytes of the body, or of the chunk, that are still to come. */
  let left = 0;

  /** Up to `mark`, which is taken away as well; null while it has not come. */
  function upTo(mark: string): string | null {
    const at = held.indexOf(mark);
    if ((at === -1 ? held.length : at) > MOST_OF_A_HEAD) throw new NotHttp('It has no end.');
    if (at === -1) return null;
    const text = held.toString('latin1', 0, at);
    held = held.subarray(at + mark.length);
    return text;
  }

  function end(): void {
    part = 'end';
    sink.end();
  }

  /** Passes on what has come of `left`. */
  function pass(): boolean {
    const piece = held.subarray(0, left);
    held = held.subarray(piece.length);
    left -= piece.length;
    if (piece.length > 0) sink.body(piece);
    return left === 0;
  }

  function readHead(): boolean {
    const text = upTo('\r\n\r\n');
    if (text === null) return false;
    const { status, length, isChunked } = headIn(text);
    // A word in between: 100 says that we may go on.
    if (status < 200) return true;
    sink.head(status);
    if (status === 204 || status === 304 || length === 0) end();
    else if (isChunked) part = 'chunkHead';
    else part = length === null ? 'untilClose' : 'plain';
    left = length ?? Infinity;
    return true;
  }

  function readChunkHead(): boolean {
    const text = upTo('\r\n');
    if (text === null) return false;
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;|$)/iu.exec(text)?.[1];
    if (size === undefined) throw new NotHttp('A chunk has no size.');
    left = parseInt(size, 16);
    part = left === 0 ? 'trailer' : 'chunk';
    return true;
  }

  /** False where more has to come first. */
  function step(): boolean {
    switch (part) {
      case 'head':
        return readHead();
      case 'chunkHead':
        return readChunkHead();
      case 'plain':
        if (!pass()) return false;
        end();
        return true;
      case 'untilClose':
        return pass();
      case 'chunk':
        if (!pass()) return false;
        part = 'chunkEnd';
        return true;
      case 'chunkEnd': {
        const rest = upTo('\r\n');
        if (rest === null) return false;
        if (rest !== '') throw new NotHttp('A chunk is longer than it said.');
        part = 'chunkHead';
        return true;
      }
      case 'trailer': {
        const line = upTo('\r\n');
        if (line === '') end();
        return line !== null;
      }
      case 'end':
        if (held.length > 0) throw new NotHttp('Nobody asked for more.');
        return false;
    }
  }

  return {
    push: (piece) => {
      held = held.length === 0 ? piece : Buffer.concat([held, piece]);
      while (step());
    },
    close: () => {
      if (part === 'untilClose') end();
    },
  };
}

interface ReplyHead {
  readonly status: number;
  /** Null where the answer ends with the connection, or is in chunks. */
  readonly length: number | null;
  readonly isChunked: boolean;
}

function headIn(text: string): ReplyHead {
  const [first = '', ...lines] = text.split('\r\n');
  const status = /^HTTP\/1\.[01] ([1-9]\d\d)(?: |$)/u.exec(first)?.[1];
  if (status === undefined) throw new NotHttp('It has no status.');
  const headers = lines.map((line) => {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/su.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new NotHttp('A header is none.');
    return [name.toLowerCase(), value] as const;
  });
  const all = (wanted: string) =>
    headers.flatMap(([name, value]) => (name === wanted ? value : []));
  const [length, ...lengths] = all('content-length');
  const [coding, ...codings] = all('transfer-encoding');
  // Two ways to say where it ends are none: the next answer might be hidden between them.
  const isClear =
    lengths.length + codings.length === 0 && !(length !== undefined && coding !== undefined);
  const isKnown = coding === undefined || coding.toLowerCase() === 'chunked';
  if (!isClear || !isKnown || !/^\d{1,15}$/u.test(length ?? '0')) {
    throw new NotHttp('Its end is not clear.');
  }
  return {
    status: Number(status),
    length: length === undefined ? null : Number(length),
    isChunked: coding !== undefined,
  };
}

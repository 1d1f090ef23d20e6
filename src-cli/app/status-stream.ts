/** Follows how sessions stand, until it is as somebody waits for. */
import { clientWords, lineWords } from '../../src-shared/words/tools/command-words.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import { createEventReader } from './event-stream.ts';
import { AccessRefused, type LocalClient } from './local-client.ts';
import { StreamRefused, type LocalLine } from './local-line.ts';
import { garbage, readStatus, type StatusValue } from './wire-values.ts';

/** The app writes something every 15 s: after three of them it hangs. */
const SILENCE_MS = 45_000;
const OPEN_MS = 10_000;
const AGAIN_MS = 250;
/** Node takes no longer wait, and warns the reader of a negative one. */
const MOST_MS = 2 ** 31 - 1;

export interface Follow {
  /** Called with each status; not null ends it. */
  readonly until: (status: StatusValue) => boolean;
  /** Null waits for ever. */
  readonly withinMs: number | null;
  /** Said when the time is over. */
  readonly late: Stopped;
}

/** Resolves to the status that was waited for. Rejects with Stopped. */
export async function followStatus(client: LocalClient, follow: Follow): Promise<StatusValue> {
  const end = follow.withinMs === null ? Infinity : Date.now() + follow.withinMs;
  for (;;) {
    try {
      return await once(client, follow, end);
    } catch (error) {
      // The app drops a listener whose access has ended, and one that it takes for gone: whether the
      // app itself has gone is seen by asking again.
      if (!(error instanceof StreamEnded)) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

class StreamEnded extends Error {}

function once(client: LocalClient, follow: Follow, end: number): Promise<StatusValue> {
  return client.withLine(['status'], async (line, token) => {
    try {
      return await read(line, token, follow, end);
    } catch (error) {
      if (!(error instanceof StreamRefused)) throw error;
      if (error.status === 401 || error.status === 403) throw new AccessRefused(error.status);
      throw error.status === 429 ? new Stopped('other', clientWords.tooMany) : garbage();
    }
  });
}

function read(
  line: LocalLine,
  token: string,
  follow: Follow,
  deadline: number,
): Promise<StatusValue> {
  const events = createEventReader();
  return new Promise((resolve, reject) => {
    let silence: NodeJS.Timeout | undefined;
    let isOver = false;
    const end = (settle: () => void) => {
      isOver = true;
      clearTimeout(silence);
      clearTimeout(late);
      line.close();
      settle();
    };
    const stop = (error: unknown) => end(() => reject(error instanceof Error ? error : garbage()));
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => stop(new Stopped('timeOut', lineWords.silent)), SILENCE_MS);
    };
    const leftMs = Math.min(Math.max(0, deadline - Date.now()), MOST_MS);
    const late = deadline === Infinity ? undefined : setTimeout(() => stop(follow.late), leftMs);
    const hear = (piece: string) => {
      if (isOver) return;
      listen();
      for (const { event, data } of events(piece)) {
        if (event !== 'status') continue;
        const status = readStatus(parse(data));
        if (!follow.until(status)) continue;
        end(() => resolve(status));
        return;
      }
    };
    listen();
    const ask = { method: 'GET', path: '/v1/events', token, withinMs: OPEN_MS } as const;
    line.stream(ask, hear).then(
      () => stop(new StreamEnded()),
      (error: unknown) => stop(isCut(error) ? new StreamEnded() : error),
    );
  });
}

/** The connection broke, which had just said hello. */
const isCut = (error: unknown) => error instanceof Stopped && error.exit === EXIT.notRunning;

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw garbage();
  }
}

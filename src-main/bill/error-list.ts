/** What a server's own list says of a code: asked for once a server, and kept while the app runs. */
import type { ListedText } from '../../src-shared/bill/explained.ts';
import type { Result } from '../../src-shared/result.ts';
import { MINUTE } from '../../src-shared/text/times.ts';
import { shownText } from '../../src-shared/text/visible.ts';
import type { BaseUrl, BillApi, CallContext, Clock } from '../ports.ts';

/** So long a server that gave no list is not asked again, whatever a person does. */
const ASKED_AGAIN_MS = 10 * MINUTE;
/** Lists are kept of so many servers; the one that was asked first goes first. */
const MOST_SERVERS = 8;
/** BILL's texts are sentences. A longer one is cut off. */
const LONGEST_TEXT = 500;

interface Known {
  /** Monotonic. */
  readonly at: number;
  readonly answer: Promise<Result<ReadonlyMap<string, string>>>;
  /** The answer was no list. */
  failed: boolean;
}

/** Never rejects. The text is fit to be shown: marks of direction are shown as such, and it is cut. */
type ErrorList = (
  baseUrl: BaseUrl,
  code: string,
  call: Pick<CallContext, 'profile'>,
) => Promise<ListedText>;

export function createErrorList(deps: {
  readonly api: Pick<BillApi, 'listErrors'>;
  readonly clock: Clock;
}): ErrorList {
  const { api, clock } = deps;
  const servers = new Map<BaseUrl, Known>();

  function listOf(baseUrl: BaseUrl, profile: string): Known['answer'] {
    const known = servers.get(baseUrl);
    const now = clock.now().mono;
    // Also while it is under way: whoever asks meanwhile waits for the same answer.
    if (known !== undefined && !(known.failed && now - known.at >= ASKED_AGAIN_MS)) {
      return known.answer;
    }
    const { signal } = new AbortController();
    const answer = api.listErrors(baseUrl, { profile, by: 'you', signal });
    const asked: Known = { at: now, answer, failed: false };
    servers.delete(baseUrl);
    servers.set(baseUrl, asked);
    const [oldest] = servers.keys();
    if (servers.size > MOST_SERVERS && oldest !== undefined) servers.delete(oldest);
    const note = ({ ok }: { readonly ok: boolean }) => (asked.failed = !ok);
    answer.then(note, () => undefined);
    return answer;
  }

  return async (baseUrl, code, { profile }) => {
    const list = await listOf(baseUrl, profile);
    if (!list.ok) return { is: 'notRead', error: list.error };
    const text = shownText(list.value.get(code) ?? '', LONGEST_TEXT);
    return text === '' ? { is: 'absent' } : { is: 'said', text };
  };
}

/** Finds a session ID in a reply that has no business there: only Login opens a session. */
import type { Form } from '../http.ts';
import { memo } from '../memo.ts';

/** Deeper JSON is not BILL's, and recursion must end. */
const MAX_DEPTH = 40;

/** Whether a reply to `form` carries a session ID that is another one than it was asked with. */
export function carriesNewSession(json: unknown, form: Form): boolean {
  const asked = form.find(([name]) => name === 'sessionId')?.[1];
  return holdsOther(json, asked, 0);
}

function holdsOther(value: unknown, asked: string | undefined, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return false;
  return Object.entries(value).some(([name, item]: [string, unknown]) =>
    typeof item === 'string'
      ? item !== '' && item !== asked && isSessionId(name)
      : holdsOther(item, asked, depth + 1),
  );
}

const isSessionId = memo((name) => name.toLowerCase().replace(/[^a-z]/gu, '') === 'sessionid');

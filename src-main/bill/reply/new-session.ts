/** Finds a session ID in a reply that has no business there: only Login opens a session. */
import type { Form } from '../http.ts';

/** Deeper JSON is not BILL's, and recursion must end. */
const MAX_DEPTH = 40;

/** Whether a reply to `form` carries a session ID that is another one than it was asked with. */
export function carriesNewSession(json: unknown, form: Form): boolean {
  const asked = form.find(([name]) => name === 'sessionId')?.[1];
  return sessionIdsIn(json, 0).some((id) => id !== '' && id !== asked);
}

function sessionIdsIn(value: unknown, depth: number): unknown[] {
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([name, item]: [string, unknown]) =>
    typeof item === 'string' ? (isSessionId(name) ? [item] : []) : sessionIdsIn(item, depth + 1),
  );
}

const isSessionId = (name: string) => name.toLowerCase().replace(/[^a-z]/gu, '') === 'sessionid';

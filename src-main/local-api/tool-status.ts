/** What a program is told of a session: pure, from what the window may see of it. */
import type { ToolStatus } from '../../src-shared/local-api.ts';
import { isOpen, type OpenView, type SessionView } from '../../src-shared/session-view.ts';
import type { ProfileView } from '../../src-shared/snapshot.ts';

/**
 * `at`: where the profile's server is known to be, without a session. `realTime`: what a time of the
 * session's own clock is by that of the computer, which is the program's.
 */
export function toolStatus(
  { id, name, server }: Pick<ProfileView, 'id' | 'name' | 'server'>,
  session: SessionView,
  at: string | null,
  realTime: (ms: number) => number = (ms) => ms,
): ToolStatus {
  const iso = (ms: number | null) => (ms === null ? null : new Date(realTime(ms)).toISOString());
  const open = isOpen(session) ? session : null;
  return {
    profile: { id, name },
    server: server.kind,
    baseUrl: open?.baseUrl ?? at ?? '',
    // For a program it is live; `keepAlive` says that nobody extends it.
    state: session.state === 'lapsing' ? 'live' : session.state,
    organizationId: open?.organizationId.value ?? null,
    userId: open?.userId?.value ?? null,
    ...(open === null ? { trusted: null, trustedUntil: null } : trustOf(open, iso)),
    expiresAtLeast: open === null ? null : iso(open.endsAtLeast),
    keepAlive: open === null ? 'stopped' : keepAliveOf(open),
  };
}

function trustOf(
  { trust }: OpenView,
  iso: (ms: number) => string | null,
): Pick<ToolStatus, 'trusted' | 'trustedUntil'> {
  switch (trust.is) {
    case 'session':
      return { trusted: true, trustedUntil: null };
    case 'until':
      return { trusted: true, trustedUntil: iso(trust.until) };
    case 'untrusted':
    case 'unavailable':
      return { trusted: false, trustedUntil: null };
    case 'unknown':
      return { trusted: null, trustedUntil: null };
  }
}

/** `paused` goes on by itself; `stopped` does not, or has no need to. */
function keepAliveOf({ keepAlive: { why } }: OpenView): ToolStatus['keepAlive'] {
  switch (why) {
    case 'paused':
    case 'away':
      return 'paused';
    case 'off':
    case 'maxAge':
    case 'token':
    case 'stopped':
      return 'stopped';
    case 'regular':
    case 'retry':
    case 'busy':
    case 'hourLimit':
    case 'doubtful':
    case 'woke':
    case 'offline':
      return 'on';
  }
}

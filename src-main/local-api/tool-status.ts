/** What a program is told of a session: pure, from what the window may see of it. */
import type { ToolStatus } from '../../src-shared/local-api.ts';
import {
  isOpen,
  type OpenView,
  type ProfileView,
  type SessionView,
} from '../../src-shared/snapshot.ts';

/** `at`: where the profile's server is known to be, without a session. */
export function toolStatus(
  { id, name, server }: Pick<ProfileView, 'id' | 'name' | 'server'>,
  session: SessionView,
  at: string | null,
): ToolStatus {
  const open = isOpen(session) ? session : null;
  return {
    profile: { id, name },
    server: server.kind,
    baseUrl: open?.baseUrl ?? at ?? '',
    state: session.state,
    organizationId: open?.organizationId.value ?? null,
    userId: open?.userId.value ?? null,
    ...(open === null ? { trusted: null, trustedUntil: null } : trustOf(open)),
    expiresAtLeast: open === null ? null : iso(open.endsAtLeast),
    keepAlive: open === null ? 'stopped' : keepAliveOf(open),
  };
}

function trustOf({ trust }: OpenView): Pick<ToolStatus, 'trusted' | 'trustedUntil'> {
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

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

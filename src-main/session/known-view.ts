/** What a panel may see of a session, open or over: its IDs masked where they open something. */
import type { KnownView, TrustView } from '../../src-shared/session-view.ts';
import { maskId } from '../../src-shared/text/mask.ts';
import type { Instant } from '../ports.ts';
import type { Open, Trust } from './state.ts';

export function knownView(open: Open, now: Instant): KnownView {
  const { ids, contact } = open;
  return {
    kind: open.kind,
    baseUrl: open.keys.baseUrl,
    // Of another tool's session the user's ID alone is known.
    userName: open.kind === 'session' ? '' : open.userName,
    signedInAt: open.signedInAt.wall,
    sessionIdMasked: maskId(open.keys.sessionId),
    devKeyMasked: maskId(open.keys.devKey),
    apiEndPoint: open.apiEndPoint,
    organizationId: { value: ids.organizationId, source: ids.source, at: ids.at },
    userId: ids.userId === null ? null : { value: ids.userId, source: ids.source, at: ids.at },
    lastContact: { at: contact.at.wall, endpoint: contact.endpoint, by: contact.by },
    trust: trustView(open.trust, now),
  };
}

function trustView(trust: Trust, now: Instant): TrustView {
  if (trust.is !== 'until') return { is: trust.is, source: trust.source, at: trust.at };
  if (trust.until > now.wall) return trust;
  return { is: 'unknown', source: 'lapsed', at: trust.until };
}

/** One profile as a menu or a list shows it: who, where, and how it stands. */
import { isOpen, type SessionView } from '../../src-shared/session-view.ts';
import type { Colour, ProfileView } from '../../src-shared/snapshot.ts';
import { serverTag, stateWords, accountWords } from '../../src-shared/words.ts';
import { lookOf, unknownLook, type Look } from '../parts/state/state-look.ts';

export interface ProfileRow {
  readonly id: string;
  readonly name: string;
  readonly colour: Colour;
  /** Who is signed in, or would be; empty where nobody is known. */
  readonly who: string;
  /** Tells two organizations of one user apart. */
  readonly orgId: string;
  /** Under the name: who, and in which organization; else where. */
  readonly under: string;
  readonly serverTag: string;
  readonly look: Look;
  /** "live", "signed out"; empty while nothing is known yet. */
  readonly word: string;
}

export function profileRow(
  profile: ProfileView,
  session: SessionView | undefined,
  now: number,
): ProfileRow {
  const { id, name, colour, server } = profile;
  const open = session !== undefined && isOpen(session) ? session : null;
  // Another tool's session tells of nobody once it is over.
  const known = open !== null || profile.kind !== 'session';
  const who = known
    ? accountWords(open?.kind ?? profile.kind, open?.userName ?? profile.userName)
    : '';
  const orgId = open?.organizationId.value ?? profile.orgId;
  const tag = serverTag(server);
  return {
    id,
    name,
    colour,
    who,
    orgId,
    under: who === '' ? tag : [who, orgId].filter((part) => part !== '').join(' · '),
    serverTag: tag,
    look: session === undefined ? unknownLook : lookOf(session),
    word: session === undefined ? '' : stateWords(session, now).word.toLowerCase(),
  };
}

/** One profile as a menu or a list shows it: who, where, and how it stands. */
import type { Colour, ProfileView, SessionView } from '../../src-shared/snapshot.ts';
import { serverTag, stateWords } from '../../src-shared/words.ts';
import { lookOf, unknownLook, type Look } from '../parts/state-look.ts';

export interface ProfileRow {
  readonly id: string;
  readonly name: string;
  readonly colour: Colour;
  readonly userName: string;
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
  const { id, name, colour, userName, orgId, server } = profile;
  const tag = serverTag(server);
  return {
    id,
    name,
    colour,
    userName,
    orgId,
    under: userName === '' ? tag : [userName, orgId].filter((part) => part !== '').join(' · '),
    serverTag: tag,
    look: session === undefined ? unknownLook : lookOf(session),
    word: session === undefined ? '' : stateWords(session, now).word.toLowerCase(),
  };
}

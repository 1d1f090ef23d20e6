/** Each state and cause of a session: its look, its words for the ear, and its notification. */
import { describe, expect, it } from 'vitest';
import { lookOf } from '../../../src-renderer/parts/state/state-look.ts';
import { Speaker } from '../../../src-renderer/spoken.ts';
import type { Incident } from '../../../src-shared/incident.ts';
import { isOpen, type OpenView, type SessionView } from '../../../src-shared/session-view.ts';
import { incidentWords, openSentence, stateWords } from '../../../src-shared/words.ts';
import { rows } from '../../browser/session/state-rows.ts';
import { halted, NOW, openSession } from '../../browser/snapshots.ts';

/** What is heard on the way through these views of one session. */
function heard(...views: readonly SessionView[]): readonly string[] {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const speaker = new Speaker({ say, cry: say, unsay: () => undefined });
  for (const view of views) speaker.hear('default', view, NOW);
  return said;
}

describe('each state and cause of a session', () => {
  it.each(Object.entries(rows))('%s has its ring and colour, and is heard once', (name, row) => {
    expect(lookOf(row.session)).toEqual({ shape: row.shape, tone: row.tone });
    const before = name === 'live' ? halted('paused') : openSession;
    const spoken = row.spoken === '' ? [] : [row.spoken];
    expect(heard(before, row.session, row.session)).toEqual(spoken);
    if (isOpen(row.session)) {
      const { word, rest } = stateWords(row.session, NOW);
      expect(`${word} ${rest}`.trim()).toBe(row.word);
      expect(openSentence(row.session, NOW)).toBe(row.sentence);
    }
  });

  it.each(Object.entries(rows))('%s has its notification, or none', (_, { incident, told }) => {
    if (incident === null) expect(told).toBeNull();
    else expect(incidentWords({ key: '', ...incident }).body).toBe(told);
  });

  it('are those that a notification can be about', () => {
    const kinds: Readonly<Record<Incident['kind'], true>> = {
      ...{ expired: true, war: true, rejected: true, atRisk: true, maxAge: true },
      ...{ verify: true, newId: true },
    };
    const told = Object.values(rows).flatMap(({ incident }) => incident?.kind ?? []);
    expect(new Set(told)).toEqual(new Set(Object.keys(kinds)));
  });
});

describe('what is done to a session', () => {
  const extended: OpenView = {
    ...openSession,
    lastContact: { at: NOW, endpoint: 'sessionInfo', by: 'you' },
    endsAtLeast: NOW + 35 * 60_000,
  };
  const again: OpenView = { ...extended, openedBy: 'again', signedInAt: NOW };

  it('is heard when it was extended by the person, and not by keep-alive', () => {
    expect(heard(openSession, extended)).toEqual(['Extended: at least 35 minutes.']);
    const byUs = {
      ...extended,
      lastContact: { ...extended.lastContact, by: 'keepAlive' },
    } as const;
    expect(heard(openSession, byUs)).toEqual([]);
  });

  it('is heard when Extend now had to sign in again, with the trust that was lost by it', () => {
    const way = rows['signingIn again'].session;
    expect(heard(openSession, way, { ...again, trustLost: true })).toEqual([
      'Signing in again: the session had expired.',
      'Signed in again: the session had expired. Live. The session is not trusted any more.',
    ]);
  });

  it('is no news of another profile', () => {
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const speaker = new Speaker({ say, cry: say, unsay: () => undefined });
    speaker.hear('first', openSession, NOW);
    speaker.hear('second', halted('paused'), NOW);
    expect(said).toEqual([]);
  });
});

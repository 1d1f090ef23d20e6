/** The glance stays where it is: ring, title and button in every state, and whatever is said under it. */
import { expect, test } from 'vitest';
import { isOpen, type SessionView } from '../../../src-shared/session-view.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import { acme, NOW, openSession, snapshot } from '../snapshots.ts';
import { useStage } from '../stage.ts';
import { rows } from './state-rows.ts';

const stage = useStage();

const profiles = [{ ...acme, kept: 'everything' }] as const;
/** A person who signed out meets the form, which has no ring. */
const atGlance = Object.entries(rows).filter(([name]) => !name.startsWith('signedOut'));
const states: readonly (readonly [string, SessionView, Partial<Snapshot>])[] = [
  ...atGlance.map(([name, row]) => [name, row.session, {}] as const),
  ['with a new ID', { ...openSession, openedBy: 'again', replaces: '!b••••••••••77Xy' }, {}],
  ['with a lost trust', { ...openSession, trustLost: true }, {}],
  ['with a notice', openSession, { notices: [{ kind: 'notSaved', about: null }] }],
  ['with an offer', openSession, { profiles: [{ ...acme, offerToKeep: true }] }],
  ['with a sign-out under way', { ...openSession, signingOut: true }, {}],
];

/**
 * While a sign-in is under way there is nothing to do but wait; where what is kept was refused, the form
 * below has the button.
 */
const hasPrimary = (session: SessionView) =>
  session.state !== 'signingIn' &&
  !(session.state === 'expired' && session.againStopped === 'rejected');

test.each([1280, 960, 700, 360])(
  'ring, title and primary button have one place in all states, at %i',
  async (width) => {
    const window = await stage.open(snapshot(openSession, { profiles: [...profiles] }), {
      viewport: { width, height: 640 },
      freezeAt: NOW,
    });
    const { page } = window;
    let revision = 1;
    const places: Record<string, unknown> = {};
    for (const [name, session, own] of states) {
      await window.push(
        snapshot(session, { profiles: [...profiles], ...own, revision: ++revision }),
      );
      places[name] = await page.evaluate(() => {
        const boxOf = (selector: string) => {
          const box = document.querySelector(`main ${selector}`)?.getBoundingClientRect();
          return box === undefined ? null : [box.x, box.y, box.width, box.height].map(Math.round);
        };
        const [ring, title] = ['.glance svg', '.glance h1'].map(boxOf);
        const isShorter = innerWidth <= 860 && document.querySelector('.chips > *') === null;
        // Where the chips stand under all else, no room is held for those of a session that is over.
        const head = isShorter ? 'without chips' : boxOf('.glance');
        return { ring, title, head, primary: boxOf('.glance .primary') };
      });
    }
    const live = places['live'] as { readonly head: unknown; readonly primary: unknown };
    expect(live.primary).not.toBeNull();
    expect(places).toEqual(
      Object.fromEntries(
        states.map(([name, session]) => [
          name,
          {
            ...live,
            head: width <= 860 && !isOpen(session) ? 'without chips' : live.head,
            primary: hasPrimary(session) ? live.primary : null,
          },
        ]),
      ),
    );
  },
);

/** The first run, and what a beginning needs besides: a name, an organization, fast time. */
import type { LinkId } from '../links.ts';
import { plural } from './name-words.ts';
import { MINUTE, span } from '../text/times.ts';
import type { StorageView } from '../snapshot.ts';

export const firstRunWords = {
  promise: 'Keeps a BILL sandbox session open while you work',
  start: 'Start with',
  /** Where secrets go stands beside them; see storage-words.ts. */
  facts: ['BILL sandbox, practice and local servers only', 'No account, no telemetry'],
  sealed: (storage: StorageView) =>
    storage.is === 'ready'
      ? `What you keep is sealed with ${storage.backend ?? 'the system’s keyring'}`
      : 'What you type stays in memory',
  stored: 'What is stored, and where',
} as const;

/** A way to begin. */
export type Way = 'password' | 'token' | 'practice';

interface WayWords {
  readonly title: string;
  /** What it needs, and what it gives. */
  readonly needs: string;
  /** Where that comes from; null where nothing is needed. */
  readonly from: { readonly label: string; readonly link: LinkId } | null;
}

export const wayWords: Readonly<Record<Way, WayWords>> = {
  password: {
    title: 'I have sandbox credentials',
    needs:
      'User name, password, organization ID and developer key. Paste them as one block if you like.',
    from: { label: 'Get a sandbox account', link: 'signIn' },
  },
  token: {
    title: 'I have a token',
    needs:
      'Its name and value, the organization ID and the developer key. Limited access, and it cannot be verified by phone.',
    from: { label: 'Make a token in BILL’s web app', link: 'tokens' },
  },
  practice: {
    title: 'Show me with the practice sandbox',
    needs:
      'Nothing to fill in: a made-up BILL on this computer. In fast time you see a touch, an expiry and a recovery within two minutes.',
    from: null,
  },
};

export const namingWords = {
  hint: 'Empty: named after its organization, which is asked for once.',
  other: 'Empty: a name is found for it.',
  colour: 'Colour',
} as const;

export const organizationWords = {
  cost: 'Counts as a sign-in',
  found: (count: number) => `${plural(count, 'organization', 'organizations')} found.`,
  none: 'These credentials open no organization.',
} as const;

/** The button of the band. */
export const fastTimeActions = { on: 'Start fast time', off: 'Back to real time' } as const;
/** Spoken once it was pressed. */
export const fastTimeSaid = { on: 'Fast time', off: 'Real time' } as const;

/** The band over a panel of the practice sandbox. `aheadMs`: of its clock before real time. */
export function fastTimeWords(
  { on, runs, isOpen }: { readonly on: boolean; readonly runs: boolean; readonly isOpen: boolean },
  aheadMs: number,
): { readonly title: string; readonly text: string } {
  if (on) return { title: 'Fast time', text: runs ? RUNS : isOpen ? WAITS : NEXT };
  const text =
    aheadMs < MINUTE ? OFFER : `This clock is ${span(aheadMs)} ahead, until Tabkeeper restarts.`;
  return { title: 'Practice sandbox', text };
}

const OFFER = 'In real time. In fast time 35 minutes pass in one.';
const RUNS = '35 minutes pass in one. Pause keep-alive to see the session expire.';
const WAITS = 'It waits while you enter the code.';
const NEXT = 'It goes on with the next session.';

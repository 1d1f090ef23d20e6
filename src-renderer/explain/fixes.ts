/** What the button of an explanation does, and why it cannot be done now. */
import type { AppError } from '../../src-shared/result.ts';
import { isOpen } from '../../src-shared/session-view.ts';
import type { Fix } from '../../src-shared/words/errors/explanation-shape.ts';
import { whyNot } from '../../src-shared/words/palette-words.ts';
import { doAction, goTo, type Doing } from '../frame/do-action.ts';
import { whyNotNow, type Current } from '../palette/palette-rows.ts';

interface FixWay {
  /** Null where it can be done. */
  readonly why: (current: Current) => string | null;
  /** `code`: BILL's, of what is explained; null where it has none. Resolves to why it was not done. */
  readonly act: (doing: Doing, code: string | null) => Promise<AppError | null>;
}

const always = () => null;
const open = ({ session }: Pick<Current, 'session'>) => session !== null && isOpen(session);

function gone(address: string): Promise<null> {
  goTo(address);
  return Promise.resolve(null);
}
const place = (address: string): FixWay => ({ why: always, act: () => gone(address) });
/** A field of the form, which is there while nobody is signed in. */
const field = (id: string): FixWay => ({
  why: (current) => whyNotNow('signIn', current),
  act: () => gone(`session/${id}`),
});

const ways: Readonly<Record<Fix, FixWay>> = {
  tryAgain: {
    why: (current) => whyNotNow(open(current) ? 'extendNow' : 'signIn', current),
    act: (doing) => doAction(open(doing) ? 'extendNow' : 'signIn', doing),
  },
  editUserName: field('user-name'),
  editPassword: field('password'),
  editOrganization: field('org-id'),
  editDevKey: field('dev-key'),
  editServer: field('url'),
  verify: place('verify'),
  sendCode: {
    why: ({ session }) => {
      if (session === null || !isOpen(session)) return whyNot.noSession;
      return session.trust.is === 'unavailable' ? whyNot.tokenTrust : null;
    },
    act: async ({ ask, profile }) => {
      const error = await ask('sendMfaCode', { profile: profile.id });
      if (error === null) goTo('verify');
      return error;
    },
  },
  enterCode: place('verify'),
  openActivity: { why: always, act: (doing) => doAction('activity', doing) },
  openConsole: { why: always, act: (doing) => doAction('console', doing) },
  openPhoneHelp: { why: always, act: ({ ask }) => ask('openLink', { link: 'mfaHelp' }) },
  openDiagnostics: { why: always, act: (doing) => doAction('diagnostics', doing) },
  copyForSupport: {
    why: always,
    act: (doing, code) =>
      code === null
        ? doAction('diagnostics', doing)
        : doing.ask('copyForSupport', { profile: doing.profile.id, code }),
  },
};

export const wayOf = (fix: Fix): FixWay => ways[fix];

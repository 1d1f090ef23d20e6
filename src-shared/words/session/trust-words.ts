/** Trust, how it is known, what it opens, and what a remembered device means. */
import { hasKeptKey } from '../storage-words.ts';
import type { OperationId } from '../../bill/operations.ts';
import type { OpenView, TrustView } from '../../session-view.ts';
import type { KeptView, StorageView } from '../../snapshot.ts';
import { clock, day, dayWithYear, moment } from '../../text/times.ts';
import { fill, plural, sourceWords } from '../name-words.ts';
import type { BannerWords } from './banner-words.ts';

export interface TrustWords {
  /** The title of the panel and the chip: "Trusted until 24 Dec". */
  readonly title: string;
  /** For the table: "until 24 Dec 2026, 14:13". */
  readonly value: string;
  /** How we know it. */
  readonly how: string;
}

export function trustWords(trust: TrustView, now: number): TrustWords {
  const from = `From ${sourceWords[trust.source]} at ${moment(trust.at, now)}.`;
  switch (trust.is) {
    case 'untrusted':
      return {
        title: 'Not trusted',
        value: 'not trusted',
        how:
          trust.source === 'mfaStatus'
            ? `${sourceWords.mfaStatus} said at ${moment(trust.at, now)} that this device is not remembered any more. Verify again.`
            : `${from} Four operations stay locked until you verify by phone.`,
      };
    case 'session':
      return {
        title: 'Trusted until the session ends',
        value: `until ${trustedUntil(trust)}`,
        how: `${from} Keep-alive keeps it; signing out ends it.`,
      };
    case 'until':
      return {
        title: `Trusted until ${day(trust.until)}`,
        value: `until ${trustedUntil(trust)}`,
        how: `${from} New sign-ins come back trusted without a code.`,
      };
    case 'unknown':
      return {
        title: 'Trust not known',
        value: 'not known',
        how:
          trust.source === 'lapsed'
            ? `The 30 days of this device ended at ${moment(trust.at, now)}. Verify again to be sure.`
            : `${from} No call of the v2 API says it for a session.`,
      };
    case 'unavailable':
      return {
        title: 'MFA not available',
        value: 'not available',
        how: 'BILL opens MFA and payments to no token sign-in. Sign in with user and password for them.',
      };
  }
}

/** The title where a trust is gone; the same is heard. */
export const LOST_TRUST = 'The session is not trusted any more';

/** On Session, where a trust is gone that was there; null while none is. */
export function trustLostWords(
  { trustLost, trust, deviceLost, openedBy }: OpenView,
  server: string,
): BannerWords | null {
  if (!trustLost) return null;
  const why =
    trust.source === 'lapsed'
      ? 'The 30 days of this device are over.'
      : trust.source === 'mfaStatus' || deviceLost === 'refused'
        ? '%s does not remember this device any more.'
        : trust.source === 'operation'
          ? '%s refused an operation for want of trust.'
          : openedBy === 'again'
            ? 'The session before it ended, and its trust with it.'
            : 'The trust ended with the session before it.';
  const text = fill(`${why} Four operations are locked until you verify by phone.`, server);
  return { tone: 'quiet', icon: 'alert', title: LOST_TRUST, text };
}

/** How long the trust holds: "the session ends", or "24 Dec 2026, 14:13". */
export function trustedUntil(trust: Extract<TrustView, { is: 'session' | 'until' }>): string {
  return trust.is === 'session'
    ? 'the session ends'
    : `${dayWithYear(trust.until)}, ${clock(trust.until)}`;
}

/** One of the four operations, for a person. */
export interface OperationWords {
  readonly title: string;
  /** What it does where it is sent: "it invites that vendor …". */
  readonly does: string;
}

export const operationWords: Readonly<Record<OperationId, OperationWords>> = {
  SendVendorInvite: {
    title: 'Invite a vendor',
    does: 'invites that vendor to connect with your organization',
  },
  'Crud/Create/VendorBankAccount': {
    title: 'Add a vendor bank account',
    does: 'adds this bank account to that vendor',
  },
  PayBills: {
    title: 'Pay bills',
    does: 'schedules these payments',
  },
  SendInvite: {
    title: 'Invite a customer',
    does: 'invites that customer to connect with your organization',
  },
};

/** What BILL answers to one of them for want of trust. */
export const lockedAnswer = { code: 'BDC_1361', text: 'Untrusted session.' } as const;

/** What the button beside it asks. */
export const CHECK_STATUS_HINT = 'Asks MFAStatus, which answers for a remembered device only.';

/** "1 wrong code so far." */
export function wrongCodeWords(count: number): string {
  return `${plural(count, 'wrong code', 'wrong codes')} so far.`;
}

/** The plain consequence of "Remember this device". */
export function rememberWords(kept: KeptView, storage: StorageView): string {
  const sealed = hasKeptKey(kept) && storage.is === 'ready';
  return sealed
    ? `New sign-ins come back trusted without a code, also after a restart. Sealed with ${storage.backend}.`
    : 'Kept in memory: new sign-ins until you quit Tabkeeper come back trusted without a code.';
}

/** Whether new sign-ins of this profile come back trusted, and until when. */
export function deviceWords(rememberedUntil: number | null, now: number): string {
  if (rememberedUntil === null) return 'Not remembered: each new session is verified by a code.';
  return rememberedUntil > now
    ? `Remembered until ${dayWithYear(rememberedUntil)}, ${clock(rememberedUntil)}: new sign-ins come back trusted.`
    : `Was remembered until ${dayWithYear(rememberedUntil)}: its 30 days are over. Verify again, and it is remembered again.`;
}

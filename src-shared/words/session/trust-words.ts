/** Trust, how it is known, what it opens, and what a remembered device means. */
import { hasKeptKey } from '../storage-words.ts';
import type { OperationId } from '../../bill/operations.ts';
import type { KeptView, StorageView, TrustView } from '../../snapshot.ts';
import { clock, day, dayWithYear, moment } from '../../text/times.ts';
import { plural, sourceWords } from '../name-words.ts';

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

/** How long the trust holds: "the session ends", or "24 Dec 2026, 14:13". */
export function trustedUntil(trust: Extract<TrustView, { is: 'session' | 'until' }>): string {
  return trust.is === 'session'
    ? 'the session ends'
    : `${dayWithYear(trust.until)}, ${clock(trust.until)}`;
}

/** A protected operation by name, as its path shows it, and by what it does. */
export interface OperationWords {
  readonly title: string;
  /** Below the base URL. */
  readonly path: string;
  /** What it does where it is sent: "it invites that vendor …". */
  readonly does: string;
}

export const operationWords: Readonly<Record<OperationId, OperationWords>> = {
  inviteVendor: {
    title: 'Invite a vendor',
    path: '/SendVendorInvite.json',
    does: 'invites that vendor to connect with your organization',
  },
  addBankAccount: {
    title: 'Add a vendor bank account',
    path: '/VendorBankAccount.json',
    does: 'adds this bank account to that vendor',
  },
  payBills: {
    title: 'Pay bills',
    path: '/PayBills.json',
    does: 'schedules these payments',
  },
  inviteCustomer: {
    title: 'Invite a customer',
    path: '/SendInvite.json',
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

/** Which operations the console offers, how they are found, and what is to be known before one is sent. */
import facts, {
  type BillOperation,
} from '../../../src-shared/bill/bill-operations.json' with { type: 'json' };
import { isCallable, isOurs } from '../../../src-shared/bill/operations.ts';

/** In the order of the facts: by name. */
export const offered: readonly BillOperation[] = facts.filter(isCallable);
const byName: ReadonlyMap<string, BillOperation> = new Map(offered.map((it) => [it.name, it]));

/** Null for a name that is not offered. */
export const offeredAs = (name: string): BillOperation | null => byName.get(name) ?? null;

/** One of BILL's operations that cannot be sent from here, and why. */
export function notOffered(name: string): 'ours' | 'file' | 'get' | null {
  const found = facts.find((it) => it.name.toLowerCase() === name.trim().toLowerCase());
  if (found === undefined || byName.has(found.name)) return null;
  if (isOurs(found.name)) return 'ours';
  return found.encoding === 'multipart' ? 'file' : 'get';
}

/**
 * What fits every word of `text`, in name, subject or description: first where the name itself, then where
 * one of its parts begins with the words. Everything for an empty text.
 */
export function search(text: string): readonly BillOperation[] {
  const wanted = text.toLowerCase().replace(/\.json$/u, '');
  const words = wanted.split(/[\s/]+/u).filter((word) => word !== '');
  if (words.length === 0) return offered;
  const found = offered.filter(({ name, says, group }) => {
    const about = `${name} ${says} ${group}`.toLowerCase();
    return words.every((word) => about.includes(word));
  });
  // A stable sort: among equals the order of the facts.
  return found.toSorted((a, b) => rank(a, words) - rank(b, words));
}

function rank({ name }: BillOperation, words: readonly string[]): number {
  const parts = name.toLowerCase().split('/');
  const whole = parts.join('/');
  if (whole.startsWith(words.join('/'))) return 0;
  const begin = (word: string) => parts.some((part) => part.startsWith(word));
  const single = parts[0] === 'bulk' ? 1 : 0;
  return (words.every(begin) ? 1 : 3) + single;
}

/**
 * Whether the person is asked before it is sent: whatever changes something, but for making, changing or
 * bringing back one object, which the next call can undo. Money, e-mails and approvals cannot be taken
 * back, nor can a hundred objects at once.
 */
export function asksFirst({ name, reads, protected: trust }: BillOperation): boolean {
  if (reads) return false;
  return trust === 'always' || !/^Crud\/(?:Create|Update|Undelete)\//u.test(name);
}

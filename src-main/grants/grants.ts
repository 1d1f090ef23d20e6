/**
 * Who has access: grants that a person gave, in a file that holds no token. The way from a token to
 * what its program may do.
 */
import type { GrantRequest } from '../../src-shared/contract.ts';
import type { GrantQuestion, GrantView } from '../../src-shared/hand-off.ts';
import type { Asked, GrantAnswer } from '../../src-shared/local-api.ts';
import type { NoticeView } from '../../src-shared/snapshot.ts';
import { type JsonStore, openJsonStore } from '../files/json-store.ts';
import { createKeptValue } from '../files/kept-value.ts';
import type { Cancel, Clock } from '../ports.ts';
import {
  type Grant,
  grantOf,
  grantsFile,
  isOver,
  parseGrants,
  viewOf,
  withoutProfile,
} from './grant.ts';
import { createQuestions } from './grant-questions.ts';
import { hashOf, isSameHash, newGrantId, newToken } from './token.ts';

/** Nobody reads a longer list, and each token is compared with all of it. */
const MOST_GRANTS = 100;
/** That a grant was used is noted to this. */
const USE_NOTED_EVERY_MS = 60_000;
/** A revocation can be taken back this long. */
const RESTORABLE_MS = 30_000;
/** No token of ours is longer. */
const LONGEST_TOKEN = 200;

/** The file of grants. `now`: epoch ms, for the name of a file that had to be set aside. */
export function openGrantsStore(file: string, now: () => number): JsonStore {
  return openJsonStore(file, { isOurs: (value) => parseGrants(value) !== null, now });
}

export interface GrantsDeps {
  readonly store: JsonStore;
  readonly clock: Clock;
  /** What is shown of grants and questions has changed. */
  readonly onChange: () => void;
}

export interface Grants {
  load(): Promise<void>;
  /** Null while nobody else may be asked for: a question stands, or there were too many. */
  ask(request: GrantRequest): Asked | null;
  question(): GrantQuestion | null;
  /** False when the question does not stand any more. */
  answer(question: number, allow: boolean): boolean;
  outcome(id: string, ms: number, signal: AbortSignal): Promise<GrantAnswer | null>;
  dropQuestions(): void;
  /** The grant of a token, if there is one that has not ended. */
  find(token: string): Grant | null;
  get(id: string): Grant | null;
  used(id: string): void;
  /** Every profile that a grant names. */
  profiles(): ReadonlySet<string>;
  /** Newest first. */
  all(): readonly GrantView[];
  /** False when there is none of this ID. */
  revoke(id: string): boolean;
  revokeAll(): void;
  /** Brings back what a person has revoked last. False when that is too long ago. */
  restore(): boolean;
  canRestore(): boolean;
  /** A profile is gone: so is what was granted for it. */
  forgetProfile(profile: string): void;
  /** Called when one was revoked, or has ended. Returns the way to stop. */
  onEnd(listener: () => void): Cancel;
  notice(): NoticeView | null;
  saveAgain(): Promise<void>;
  settled(): Promise<void>;
  /** Forgets all of them; the file is removed by others. */
  wipe(): Promise<void>;
}

export function createGrants({ store, clock, onChange }: GrantsDeps): Grants {
  let grants: readonly Grant[] = [];
  let revoked: readonly Grant[] = [];
  let cancelUndo: Cancel = () => undefined;
  const listeners = new Set<() => void>();
  const file = createKeptValue({
    store,
    parse: parseGrants,
    onChange,
    notices: {
      setAside: 'grantsSetAside',
      unreadable: 'grantsUnreadable',
      newer: 'grantsNewer',
    },
  });
  const questions = createQuestions({
    clock,
    onChange,
    onUnclaimed: (token) => {
      const found = find(token);
      if (found !== null) drop(({ id }) => id === found.id);
    },
  });

  function changed(next: readonly Grant[]): void {
    grants = next;
    file.save(() => grantsFile(grants));
    onChange();
  }

  /** Without those that have ended. */
  function live(): readonly Grant[] {
    const now = clock.now().wall;
    return grants.filter((grant) => !isOver(grant, now));
  }

  function drop(isGone: (grant: Grant) => boolean): boolean {
    const rest = grants.filter((grant) => !isGone(grant));
    if (rest.length === grants.length) return false;
    changed(rest);
    for (const tell of [...listeners]) tell();
    return true;
  }

  /** As a person revokes: it can be taken back for a moment. */
  function revoke(isGone: (grant: Grant) => boolean): boolean {
    const gone = live().filter(isGone);
    if (!drop(isGone)) return false;
    forgetRevoked();
    revoked = gone;
    cancelUndo = clock.after(RESTORABLE_MS, () => {
      revoked = [];
      onChange();
    });
    onChange();
    return true;
  }

  function forgetRevoked(): void {
    cancelUndo();
    revoked = [];
  }

  function find(token: string): Grant | null {
    const hash = hashOf(token.slice(0, LONGEST_TOKEN));
    // All of them, so that the time says nothing of where it stood.
    const found = live().filter(({ tokenHash }) => isSameHash(tokenHash, hash));
    return found[0] ?? null;
  }

  function allow(request: GrantRequest, token: string): void {
    const now = clock.now().wall;
    const grant = grantOf(request, { id: newGrantId(), tokenHash: hashOf(token), now });
    changed([grant, ...live()].slice(0, MOST_GRANTS));
  }

  return {
    load: async () => {
      grants = (await file.load()) ?? [];
      if (grants.length > 0) onChange();
    },
    ask: (request) => questions.ask(request),
    question: () => questions.current(),
    answer: (question, isAllowed) => {
      const token = isAllowed ? newToken() : null;
      const request = questions.answer(question, token);
      if (request !== null && token !== null) allow(request, token);
      return request !== null;
    },
    outcome: (id, ms, signal) => questions.outcome(id, ms, signal),
    dropQuestions: () => questions.drop(),
    find,
    get: (id) => live().find((grant) => grant.id === id) ?? null,
    used: (id) => {
      const now = clock.now().wall;
      const isNews = ({ lastUsedAt }: Grant) =>
        lastUsedAt === null || Math.abs(now - lastUsedAt) >= USE_NOTED_EVERY_MS;
      if (!grants.some((grant) => grant.id === id && isNews(grant))) return;
      changed(grants.map((grant) => (grant.id === id ? { ...grant, lastUsedAt: now } : grant)));
    },
    profiles: () => new Set(grants.flatMap(({ profiles }) => profiles ?? [])),
    all: () => live().map(viewOf),
    revoke: (id) => revoke((grant) => grant.id === id),
    revokeAll: () => {
      revoke(() => true);
    },
    restore: () => {
      if (revoked.length === 0) return false;
      const back = [...revoked, ...live()].toSorted(
        (one, other) => other.createdAt - one.createdAt,
      );
      forgetRevoked();
      changed(back);
      return true;
    },
    canRestore: () => revoked.length > 0,
    forgetProfile: (profile) => {
      forgetRevoked();
      drop((grant) => withoutProfile(grant, profile) === null);
      const rest = grants.map((grant) => withoutProfile(grant, profile) ?? grant);
      if (rest.some((grant, at) => grant !== grants[at])) changed(rest);
    },
    onEnd: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    notice: () => file.notice(),
    saveAgain: () => file.saveAgain(),
    settled: () => file.settled(),
    wipe: async () => {
      questions.drop();
      forgetRevoked();
      await file.reset();
      grants = [];
      for (const tell of [...listeners]) tell();
    },
  };
}

/**
 * Programs that ask for access: one at a time, each for a minute, and the answer is fetched once. Too
 * many that are refused or left alone, and nobody is asked for a while.
 */
import type { GrantRequest } from '../../src-shared/contract.ts';
import type { GrantQuestion } from '../../src-shared/hand-off.ts';
import type { Asked, GrantAnswer } from '../../src-shared/local-api.ts';
import type { Cancel, Clock } from '../ports.ts';
import { newCode, newQuestionId } from './token.ts';

/** A question stands this long. */
const ASKED_FOR_MS = 60_000;
/** An answer can be fetched this long. */
const ANSWER_KEPT_MS = 60_000;
/** So many in a row that were not granted are a nuisance … */
const MOST_IN_VAIN = 10;
/** … and nobody is asked for this long after the last of them. */
const QUIET_MS = 10 * 60_000;
/** Answers that are kept; the oldest go first. */
const MOST_KEPT = 100;

export interface Questions {
  /** Null while another question stands, or after too many in vain. */
  ask(request: GrantRequest): Asked | null;
  /** The one that stands. */
  current(): GrantQuestion | null;
  /**
   * Answers the question of this number, and gives back what was asked for. Null when it does not
   * stand any more. `token` is what the program gets: null refuses.
   */
  answer(question: number, token: string | null): GrantRequest | null;
  /**
   * What became of a question, once that is known or after `ms`; null for an unknown ID. A token is in
   * one answer only: in the first that is asked for.
   */
  outcome(id: string, ms: number, signal: AbortSignal): Promise<GrantAnswer | null>;
  /** The questions are taken back: hand-off was turned off. */
  drop(): void;
}

interface Standing {
  readonly id: string;
  readonly shown: GrantQuestion;
  readonly request: GrantRequest;
  readonly cancel: Cancel;
}
interface Answered {
  readonly state: 'granted' | 'refused' | 'expired';
  token: string | null;
}

export interface QuestionsDeps {
  readonly clock: Clock;
  readonly onChange: () => void;
  /** A token that nobody has fetched in time: what it stands for is void. */
  readonly onUnclaimed: (token: string) => void;
}

export function createQuestions({ clock, onChange, onUnclaimed }: QuestionsDeps): Questions {
  let standing: Standing | null = null;
  let last = 0;
  let inVain = 0;
  let lastInVain = -Infinity;
  const answers = new Map<string, Answered>();
  const waiting = new Set<() => void>();

  function settle(outcome: Answered): void {
    if (standing === null) return;
    const { id, cancel } = standing;
    cancel();
    standing = null;
    if (outcome.state === 'granted') inVain = 0;
    else {
      inVain += 1;
      lastInVain = clock.now().mono;
    }
    answers.set(id, outcome);
    const [oldest] = answers.keys();
    if (answers.size > MOST_KEPT && oldest !== undefined) forget(oldest);
    clock.after(ANSWER_KEPT_MS, () => forget(id));
    for (const wake of [...waiting]) wake();
    onChange();
  }

  function forget(id: string): void {
    const { token = null } = answers.get(id) ?? {};
    answers.delete(id);
    if (token !== null) onUnclaimed(token);
  }

  /** The token goes out once. */
  function take(answered: Answered): GrantAnswer {
    const { state, token } = answered;
    answered.token = null;
    return token === null ? { state } : { state, token };
  }

  function isTooMany(): boolean {
    if (clock.now().mono - lastInVain > QUIET_MS) inVain = 0;
    return inVain >= MOST_IN_VAIN;
  }

  return {
    ask: (request) => {
      if (standing !== null || isTooMany()) return null;
      const id = newQuestionId();
      const code = newCode();
      const expiresAt = clock.now().wall + ASKED_FOR_MS;
      last += 1;
      const { name, scopes, profiles, until, pid = null, cwd = null } = request;
      standing = {
        id,
        request,
        shown: {
          ...{ question: last, name, code, scopes, until, pid, cwd, expiresAt },
          profiles: profiles === '*' ? null : profiles,
        },
        cancel: clock.after(ASKED_FOR_MS, () => settle({ state: 'expired', token: null })),
      };
      onChange();
      return { id, code, expiresAt: new Date(expiresAt).toISOString() };
    },
    current: () => standing?.shown ?? null,
    answer: (question, token) => {
      if (standing?.shown.question !== question) return null;
      const { request } = standing;
      settle({ state: token === null ? 'refused' : 'granted', token });
      return request;
    },
    outcome: async (id, ms, signal) => {
      if (standing?.id === id && ms > 0) await sleep(ms, signal);
      if (standing?.id === id) return { state: 'asking' };
      const answered = answers.get(id);
      if (answered === undefined) return null;
      // Whoever has gone gets nothing: it may ask again.
      return signal.aborted ? { state: answered.state } : take(answered);
    },
    drop: () => settle({ state: 'refused', token: null }),
  };

  /** Until the question is answered, `ms` have passed, or whoever waits has gone. */
  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = clock.after(ms, wake);
      waiting.add(wake);
      if (signal.aborted) wake();
      else signal.addEventListener('abort', wake);
    });
  }
}

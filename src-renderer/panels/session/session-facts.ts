/** The rows of the inspector's table: each value with its source and its age. */
import type { observedAges } from '../../../src-shared/history.ts';
import {
  isTrusted,
  type EndedView,
  type KnownView,
  type OpenView,
} from '../../../src-shared/session-view.ts';
import type { ProfileView, Snapshot } from '../../../src-shared/snapshot.ts';
import { age, clock, clockSeconds, day } from '../../../src-shared/text/times.ts';
import {
  causeWords,
  endedFactWords,
  endFact,
  endPointWords,
  greatestAge,
  hasKeptKey,
  isCheck,
  kindWords,
  observedWords,
  sourceWords,
  stopsWords,
  storageWords,
  timeLeftWords,
  touchReason,
  trustWords,
} from '../../../src-shared/words.ts';
import type { Fact } from './fact-row.ts';

/** What the rows need beside the session itself. */
export interface Around {
  readonly profile: ProfileView;
  readonly storage: Snapshot['storage'];
  /** The ages of seven days, newest first. */
  readonly observedEnds: ReturnType<typeof observedAges>;
}

export function factsOf(session: OpenView, around: Around, now: number): readonly Fact[] {
  const timeLeft: Fact = {
    field: 'Time left',
    value: session.doubtful ? 'not known' : timeLeftWords(session, now),
    from: session.endsAtLeast === null ? 'a token’s session' : 'last contact + 35 min',
    age: 'now',
    dim: session.endsAtLeast !== null && (session.doubtful || session.endsAtLeast <= now),
  };
  const ages = ageFacts(session, around.observedEnds, now);
  return knownFacts(session, around, now, [timeLeft], [nextTouch(session), ...ages]);
}

/** The same rows after the end: what is not true any more is struck out, with its age. */
export function endedFactsOf(
  ended: EndedView,
  around: Omit<Around, 'observedEnds'>,
  now: number,
): readonly Fact[] {
  const timeLeft: Fact = {
    ...{ field: 'Time left', value: 'none', from: 'last contact + 35 min', age: 'now', dim: true },
  };
  const end: Fact = { field: 'Ended', ...endFact(ended), age: age(ended.at, now) };
  const dead = isTrusted(ended.trust) ? ['Session ID', 'Trust'] : ['Session ID'];
  return knownFacts(ended, around, now, [timeLeft], [end]).map((fact) => {
    if (fact.field === 'Developer key' && !hasKeptKey(around.profile.kept)) {
      return { ...fact, from: endedFactWords.key };
    }
    return dead.includes(fact.field) ? { ...fact, dim: true, struck: true } : fact;
  });
}

/** `time`: how long it lasts. `after`: what follows the last contact. */
function knownFacts(
  session: KnownView,
  around: Omit<Around, 'observedEnds'>,
  now: number,
  time: readonly Fact[],
  after: readonly Fact[],
): readonly Fact[] {
  const { server, kept } = around.profile;
  const adopted = session.kind === 'session';
  const { lastContact, organizationId, userId, trust } = session;
  const sinceSignIn = age(session.signedInAt, now);
  return [
    {
      field: 'Session ID',
      value: session.sessionIdMasked,
      from: adopted ? 'another tool' : sourceWords.login,
      age: sinceSignIn,
      mono: true,
    },
    ...time,
    {
      field: 'Last contact',
      value: clockSeconds(lastContact.at),
      from: `${sourceWords[lastContact.endpoint]}, ${causeWords[lastContact.by].toLowerCase()}`,
      age: age(lastContact.at, now),
    },
    ...after,
    {
      field: adopted ? 'Taken over' : 'Signed in',
      value: `${day(session.signedInAt)}, ${clockSeconds(session.signedInAt)}`,
      from: sourceWords[adopted ? 'sessionInfo' : 'login'],
      age: sinceSignIn,
    },
    {
      field: 'Organization ID',
      value: organizationId.value,
      from: sourceWords[organizationId.source],
      age: age(organizationId.at, now),
      mono: true,
      copy: 'organizationId',
    },
    {
      field: 'User ID',
      ...(userId === null
        ? { value: 'not known', from: 'the next touch tells it', age: sinceSignIn, dim: true }
        : {
            value: userId.value,
            from: sourceWords[userId.source],
            age: age(userId.at, now),
            mono: true,
            copy: 'userId',
          }),
    },
    {
      field: session.kind === 'token' ? 'Token name' : 'User name',
      value: session.userName === '' ? 'not known' : session.userName,
      from: userSource(session, server.kind),
      age: sinceSignIn,
      dim: session.userName === '',
      ...(session.userName === '' ? {} : { copy: 'userName' }),
    },
    {
      field: 'Signed in with',
      value: kindWords[session.kind],
      from: adopted ? 'no automatic sign-in' : 'chosen at sign-in',
      age: sinceSignIn,
    },
    {
      field: 'Trust',
      value: trustWords(trust, now).value,
      from: `${sourceWords[trust.source]}, ${clock(trust.at)}`,
      age: age(trust.at, now),
      dim: trust.is === 'unknown',
    },
    {
      field: 'Server',
      value: session.baseUrl,
      from: server.kind === 'practice' ? 'runs inside this app' : 'all calls go here',
      age: sinceSignIn,
      mono: true,
      copy: 'server',
    },
    {
      field: 'Endpoint',
      value: session.apiEndPoint ?? (adopted ? 'not known' : endPointWords.none),
      from: adopted ? endPointWords.adopted : endPointWords.known,
      age: sinceSignIn,
      mono: session.apiEndPoint !== null,
      dim: session.apiEndPoint === null,
      ...(session.apiEndPoint === null ? {} : { copy: 'endpoint' }),
    },
    {
      field: 'Developer key',
      value: session.devKeyMasked,
      from: hasKeptKey(kept) ? storageWords(around.storage).state : 'in memory until you quit',
      age: sinceSignIn,
      mono: true,
    },
  ];
}

/** Those that matter in most hours of a day, in this order. */
const few = [
  ...['Time left', 'Last contact', 'Next touch', 'Next check', 'Ended'],
  ...['Trust', 'Organization ID', 'Session ID'],
];

/** The first of three levels: six of the rows above. */
export function fewOf(facts: readonly Fact[]): readonly Fact[] {
  return few.flatMap((field) => facts.find((fact) => fact.field === field) ?? []);
}

function userSource(session: KnownView, server: 'bill' | 'practice' | 'local'): string {
  if (session.kind === 'session') return sourceWords.otherTool;
  return server === 'practice' ? 'the made-up account' : 'typed at sign-in';
}

/** How old a kept-alive session may get: by the user's setting, and by what was seen of BILL. */
function ageFacts(
  { keepAlive, kind }: OpenView,
  ends: Around['observedEnds'],
  now: number,
): readonly Fact[] {
  if (kind === 'token') return [];
  const greatest = greatestAge(ends);
  return [
    {
      field: 'Keep-alive stops',
      value: stopsWords(keepAlive, now),
      from: 'the age that you set',
      age: 'now',
    },
    {
      field: 'Greatest age',
      value: observedWords(ends),
      from:
        ends.length > 1 ? `the greatest of ${ends.length} in 7 days` : 'BILL documents no maximum',
      age: greatest === null ? 'now' : age(greatest.at, now),
      dim: greatest === null,
    },
  ];
}

function nextTouch(session: OpenView): Fact {
  const { state, keepAlive, extending, lastContact, endsAtLeast } = session;
  const { pausedUntil } = keepAlive;
  const goesOn = pausedUntil !== null && pausedUntil < (endsAtLeast ?? Infinity);
  const isTouch = goesOn || !isCheck(session);
  const base = { field: isTouch ? 'Next touch' : 'Next check', age: 'now' };
  const from = touchReason(keepAlive.why, lastContact.at);
  if (extending) return { ...base, value: 'under way', from };
  if (goesOn) return { ...base, value: noTouchValue(state, keepAlive), from, dim: true };
  if (keepAlive.nextTouchAt === null) {
    return { ...base, value: noTouchValue(state, keepAlive), from, dim: true };
  }
  return keepAlive.why === 'regular'
    ? { ...base, value: `${clock(keepAlive.nextTouchAt)}, ±1 min`, from }
    : { ...base, value: clockSeconds(keepAlive.nextTouchAt), from };
}

function noTouchValue(
  state: OpenView['state'],
  { why, pausedUntil }: OpenView['keepAlive'],
): string {
  if (pausedUntil !== null) return `after the pause, from ${clock(pausedUntil)} on`;
  return state === 'offline' || why === 'offline' ? 'when the network is back' : 'none planned';
}

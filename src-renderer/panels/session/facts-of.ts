/** The rows of the inspector's table: each value with its source and its age. */
import type { Server } from '../../../src-shared/server.ts';
import type { OpenView } from '../../../src-shared/snapshot.ts';
import { age, clock, clockSeconds, day } from '../../../src-shared/times.ts';
import { causeWords, timeLeftWords, touchReason, trustWords } from '../../../src-shared/words.ts';
import type { Fact } from './fact.ts';

export function factsOf(session: OpenView, server: Server, now: number): readonly Fact[] {
  const { lastContact, organizationId, userId, trust } = session;
  const sinceSignIn = age(session.signedInAt, now);
  const timeLeft = timeLeftWords(session, now);
  return [
    {
      field: 'Session ID',
      value: session.sessionIdMasked,
      from: 'Login',
      age: sinceSignIn,
      mono: true,
    },
    {
      field: 'Time left',
      value: timeLeft,
      from: 'last contact + 35 min',
      age: 'now',
      dim: !timeLeft.startsWith('at least'),
    },
    {
      field: 'Last contact',
      value: clockSeconds(lastContact.at),
      from: `${lastContact.endpoint}, ${causeWords[lastContact.by].toLowerCase()}`,
      age: age(lastContact.at, now),
    },
    nextTouch(session),
    {
      field: 'Signed in',
      value: `${day(session.signedInAt)}, ${clockSeconds(session.signedInAt)}`,
      from: 'Login',
      age: sinceSignIn,
    },
    {
      field: 'Organization ID',
      value: organizationId.value,
      from: organizationId.source,
      age: age(organizationId.at, now),
      mono: true,
    },
    {
      field: 'User ID',
      value: userId.value,
      from: userId.source,
      age: age(userId.at, now),
      mono: true,
    },
    {
      field: 'User name',
      value: session.userName,
      from: server.kind === 'practice' ? 'the made-up account' : 'typed at sign-in',
      age: sinceSignIn,
    },
    {
      field: 'Trust',
      value: trustWords(trust, now).value,
      from: `${trust.source}, ${clock(trust.at)}`,
      age: age(trust.at, now),
      dim: trust.is === 'unknown',
    },
    {
      field: 'Server',
      value: session.baseUrl,
      from: server.kind === 'practice' ? 'runs inside this app' : 'all calls go here',
      age: sinceSignIn,
      mono: true,
    },
    {
      field: 'Endpoint',
      value: session.apiEndPoint ?? 'Login returned none',
      from: 'Login; shown, not followed',
      age: sinceSignIn,
      mono: session.apiEndPoint !== null,
      dim: session.apiEndPoint === null,
    },
    {
      field: 'Developer key',
      value: session.devKeyMasked,
      from: 'in memory until you quit',
      age: sinceSignIn,
      mono: true,
    },
  ];
}

function nextTouch({ state, keepAlive, extending, lastContact }: OpenView): Fact {
  const base = { field: 'Next touch', age: 'now' };
  const from = touchReason(keepAlive.why, lastContact.at);
  if (extending) return { ...base, value: 'under way', from };
  if (keepAlive.nextTouchAt === null) {
    const value = state === 'offline' ? 'when the network is back' : 'none planned';
    return { ...base, value, from, dim: true };
  }
  return keepAlive.why === 'regular'
    ? { ...base, value: `${clock(keepAlive.nextTouchAt)}, ±1 min`, from }
    : { ...base, value: clockSeconds(keepAlive.nextTouchAt), from };
}

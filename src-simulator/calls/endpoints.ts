/**
 * The table of endpoints (bill-api 1.4): what each needs and which rule answers it.
 */
import { isoTime } from '../base/simulated-clock.ts';
import { errorList } from './errors.ts';
import type { BillOperation } from '../facts/bill-facts.ts';
import type { NamedOptions } from '../options/named-options.ts';
import type { DataCall } from '../operations/call.ts';
import { storedTime } from '../data/row.ts';
import { DATA_OPERATIONS } from '../operations/carriers.ts';
import type { Simulated } from '../operations/carriers.ts';
import { alwaysProtected, changesProtected } from '../operations/needs-trust.ts';
import { refuse, succeed } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Fields } from '../http/request.ts';
import {
  currentTime,
  getSessionInfo,
  logout,
  mfaAuthenticate,
  mfaChallenge,
  mfaStatus,
} from '../account/session-calls.ts';
import type { SessionCall } from '../account/session-calls.ts';
import { listOrgs, login } from '../account/sign-in.ts';
import type { World } from '../world.ts';

export type Endpoint =
  | { readonly needs: 'nothing'; readonly act: (world: World) => Outcome }
  | {
      readonly needs: 'credentials';
      /** ListOrgs names no organization, so it takes no slot of one. */
      readonly counts: 'login' | 'listOrgs';
      readonly act: (world: World, fields: Fields, now: number, origin: string) => Outcome;
    }
  | {
      readonly needs: 'session';
      /** Who may call it: any session, or one of a user (no token). */
      readonly from: 'any' | 'user';
      readonly data: 'none' | 'optional' | 'required';
      /** Whether the options have every call of it need trust. */
      readonly isProtected?: (options: NamedOptions) => boolean;
      /** Whether this call needs trust for what it carries. */
      readonly protects?: (call: SessionCall) => boolean;
      readonly act: (call: SessionCall) => Outcome;
    };

const SIGN_IN_AND_SESSION: readonly (readonly [string, Endpoint])[] = [
  ['/Login.json', { needs: 'credentials', counts: 'login', act: login }],
  ['/ListOrgs.json', { needs: 'credentials', counts: 'listOrgs', act: listOrgs }],
  ['/GetSessionInfo.json', { needs: 'session', from: 'any', data: 'none', act: getSessionInfo }],
  ['/Logout.json', { needs: 'session', from: 'any', data: 'none', act: logout }],
  ['/MFAChallenge.json', { needs: 'session', from: 'user', data: 'required', act: mfaChallenge }],
  [
    '/MFAAuthenticate.json',
    { needs: 'session', from: 'user', data: 'required', act: mfaAuthenticate },
  ],
  ['/MFAStatus.json', { needs: 'session', from: 'user', data: 'required', act: mfaStatus }],
  ['/Errors.json', { needs: 'nothing', act: ({ options }) => succeed(errorsBody(options)) }],
  ['/CurrentTime.json', { needs: 'session', from: 'any', data: 'optional', act: currentTime }],
];

/** Every operation of BILL's API by its path. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ...[...DATA_OPERATIONS].map(([path, simulated]): [string, Endpoint] => [
    path,
    dataEndpoint(simulated),
  ]),
  ...SIGN_IN_AND_SESSION,
]);

/** What answers a path that only a stub knows, where no stub fits. */
export const STUB_ALONE: Extract<Endpoint, { needs: 'session' }> = {
  needs: 'session',
  from: 'any',
  data: 'optional',
  act: () => refuse('BDC_1121'),
};

function dataEndpoint({ fact, act }: Simulated): Endpoint {
  return {
    needs: 'session',
    from: 'any',
    data: fact.data === null ? 'optional' : 'required',
    isProtected: (options) => alwaysProtected(fact, options),
    protects: ({ world, session, data }) =>
      changesProtected(fact, world.data.org(session.orgId), data),
    act: (call) => (act === null ? notSimulated(call, fact) : act(dataCall(call))),
  };
}

/** What an operation on data is given of a call. */
function dataCall({ world, session, data, now, upload }: SessionCall): DataCall {
  const org = world.data.org(session.orgId);
  return {
    org,
    options: world.options,
    data,
    at: now,
    upload,
    newId: (prefix) => org.newId(prefix),
    now: storedTime(now),
    usersId: session.user.usersId,
    maskRouting: world.options.routingNumberMasked,
  };
}

/** One of BILL's operations that this program knows and does not carry out. */
function notSimulated({ world, now }: SessionCall, { path, name, reply }: BillOperation): Outcome {
  world.emit({ event: 'notSimulated', endpoint: path, at: isoTime(now) });
  if (world.options.notSimulated === 'empty') return succeed(Array.isArray(reply) ? [] : {});
  return {
    ...refuse('BDC_1121'),
    text: `API not supported. ${name} is an operation of BILL that this simulator does not simulate.`,
    reason: 'notSimulated',
    hint: `Lay down a reply for ${path} with a stub, or use the option notSimulated=empty.`,
  };
}

function errorsBody(options: NamedOptions): unknown {
  const list = errorList(options);
  switch (options.errorsShape) {
    case 'list':
      return list;
    case 'map':
      return Object.fromEntries(list.map((one) => [one.error_code, one.error_message]));
    case 'object':
      return { errors: list };
  }
}

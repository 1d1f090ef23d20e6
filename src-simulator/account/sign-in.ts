/**
 * Login and ListOrgs: the calls that carry credentials instead of a session (bill-api 1.4).
 */
import type { DevKey, Org, User } from './directory.ts';
import { checkDeviceId, isRefusal } from '../calls/data-fields.ts';
import { refuse, refuseWith, succeed } from '../calls/outcome.ts';
import type { Outcome, Refusal } from '../calls/outcome.ts';
import type { Fields } from '../http/request.ts';
import type { SessionTrust } from './live-sessions.ts';
import type { World } from '../world.ts';

interface Credentials {
  readonly userName: string;
  readonly password: string;
}

/**
 * Opens a session; a trusted one at once if mfaId and deviceId are remembered together.
 * @param origin scheme and host that the client asked for: where its next calls go
 */
export function login(world: World, fields: Fields, now: number, origin: string): Outcome {
  const credentials = readCredentials(fields);
  if (isRefusal(credentials)) return credentials;
  const orgId = fields.get('orgId');
  if (!orgId) return refuse('BDC_1108', 'orgId');
  const checked = checkAll(world, fields.get('devKey') ?? '', credentials, orgId, now);
  if (isRefusal(checked)) return checked;
  const { user, org, devKey } = checked;
  const mfa = rememberedPair(world, user, fields, now);
  if (isRefusal(mfa)) return mfa;
  const session = world.sessions.open({ user, orgId: org.orgId, devKey: devKey.devKey, mfa }, now);
  return succeed(
    {
      sessionId: session.sessionId,
      orgId: session.orgId,
      apiEndPoint: world.options.apiEndPoint || `${origin}/api/v2`,
      usersId: user.usersId,
    },
    session.sessionId,
  );
}

/** The organizations of a user, as an array (C* S-JAVA, C S-BRITE). */
export function listOrgs(world: World, fields: Fields, now: number): Outcome {
  const credentials = readCredentials(fields);
  if (isRefusal(credentials)) return credentials;
  const devKey = checkDevKey(world, fields.get('devKey') ?? '');
  if (isRefusal(devKey)) return devKey;
  const user = checkUser(world, credentials, now);
  if (isRefusal(user)) return user;
  const orgs = user.orgIds.flatMap((orgId) => world.directory.orgs.get(orgId) ?? []);
  return succeed(orgs.map(({ orgId, orgName }) => ({ orgId, orgName })));
}

/** Unknown, inactive, or with terms not accepted: refused. Every call but Errors passes here. */
export function checkDevKey(world: World, devKey: string): DevKey | Refusal {
  const known = world.directory.devKeys.get(devKey);
  if (known === undefined) return refuse('BDC_1102');
  switch (known.state) {
    case 'active':
      return known;
    case 'inactive':
      return refuse('BDC_1103');
    case 'termsNotAccepted':
      return refuse('BDC_1104');
  }
}

function readCredentials(fields: Fields): Credentials | Refusal {
  const userName = fields.get('userName');
  if (!userName) return refuse('BDC_1108', 'userName');
  const password = fields.get('password');
  if (!password) return refuse('BDC_1108', 'password');
  return { userName, password };
}

/** The three checks in the order of the option, then the two that need more than one of them. */
function checkAll(
  world: World,
  devKeyText: string,
  credentials: Credentials,
  orgId: string,
  now: number,
): { readonly user: User; readonly org: Org; readonly devKey: DevKey } | Refusal {
  const devKey = checkDevKey(world, devKeyText);
  const org = checkOrg(world, orgId);
  let user: User | null = null;
  for (const step of world.options.loginCheckOrder.split(',')) {
    if (step === 'devKey' && isRefusal(devKey)) return devKey;
    if (step === 'org' && isRefusal(org)) return org;
    if (step === 'user') {
      // Not before its turn: a wrong password counts towards the lock.
      const found = checkUser(world, credentials, now);
      if (isRefusal(found)) return found;
      user = found;
    }
  }
  // Cannot be: the order names each of the three. BILL's "Login error." if it ever is.
  if (user === null || isRefusal(org) || isRefusal(devKey)) return refuse('BDC_1113');
  if (!user.orgIds.includes(org.orgId)) {
    return refuseWith(world.options.orgNotOfUserError, 'orgId', orgId);
  }
  if (user.state === 'inactive') return refuse('BDC_1111', user.userName, orgId);
  if (world.options.devKeyTiedToOrg && !devKey.orgIds.includes(org.orgId)) {
    return refuse('BDC_1106');
  }
  return { user, org, devKey };
}

function checkUser(world: World, { userName, password }: Credentials, now: number): User | Refusal {
  const user = world.directory.users.get(userName);
  if (user === undefined) return refuse('BDC_1101');
  const right = password === user.password;
  const locked = world.locks.isLocked(user, now);
  if (locked && (right || !world.options.lockedUserNeedsPassword)) {
    return refuseWith(world.options.lockedUserError);
  }
  if (!right) {
    if (!locked) world.locks.failed(user, now);
    return refuse('BDC_1101');
  }
  world.locks.succeeded(user);
  return user;
}

function checkOrg(world: World, orgId: string): Org | Refusal {
  const org = world.directory.orgs.get(orgId);
  if (org === undefined) return refuse('BDC_1129', 'orgId', orgId);
  switch (org.state) {
    case 'open':
      return org;
    case 'locked':
      return refuse('BDC_1107');
    case 'apiOff':
      return refuse('BDC_1105');
  }
}

/** The pair that makes the new session trusted, or null. A token cannot have one remembered. */
function rememberedPair(
  world: World,
  user: User,
  fields: Fields,
  now: number,
): SessionTrust | Refusal | null {
  const mfaId = fields.get('mfaId');
  const deviceId = fields.get('deviceId') ?? '';
  const tooLong = checkDeviceId(deviceId, world.options);
  if (tooLong !== null) return tooLong;
  if (!mfaId) return null;
  if (world.trust.isRemembered(mfaId, user, deviceId, now)) {
    return { mfaId, deviceId, remembered: true };
  }
  return world.options.staleMfaId === 'reject' ? refuseWith(world.options.staleMfaIdError) : null;
}

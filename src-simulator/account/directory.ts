/**
 * Who exists in the simulated BILL: organizations, users, developer keys, all made from a seed.
 * Immutable; what changes while running (locks, sessions, trust) is kept elsewhere.
 */
import { alphanumerics, objectId, seededRandom } from '../base/ids.ts';
import type { RandomSource } from '../base/ids.ts';
import type { AccountCondition, SimulatorAccount, SimulatorOrg } from '../simulator-types.ts';

export interface Org extends SimulatorOrg {
  readonly state: 'open' | 'locked' | 'apiOff';
}

export interface User {
  readonly usersId: string;
  readonly userName: string;
  readonly password: string;
  readonly kind: 'user' | 'token';
  readonly phone: string | null;
  readonly orgIds: readonly string[];
  readonly state: 'active' | 'locked' | 'inactive';
}

export interface DevKey {
  readonly devKey: string;
  readonly state: 'active' | 'inactive' | 'termsNotAccepted';
  readonly orgIds: readonly string[];
}

export interface Directory {
  readonly accounts: readonly SimulatorAccount[];
  readonly orgs: ReadonlyMap<string, Org>;
  /** By user name; no two accounts share one. */
  readonly users: ReadonlyMap<string, User>;
  readonly devKeys: ReadonlyMap<string, DevKey>;
}

interface Plan {
  readonly condition: AccountCondition;
  readonly userName: string;
  readonly orgNames: readonly string[];
  readonly phone: string | null;
  readonly kind?: 'token';
  /** Same organizations and developer key as the first account. */
  readonly joinsFirst?: true;
  /** Characters that a client must encode, added to the password. */
  readonly passwordTail?: string;
}

// Names end in .test and numbers are 555-01xx: neither can belong to anybody.
const PLANS: readonly Plan[] = [
  {
    condition: 'normal',
    userName: 'avery@northwind.test',
    orgNames: ['Northwind Supply', 'Northwind Supply (Europe)'],
    phone: '+14155550101',
  },
  {
    condition: 'normal',
    userName: 'blake+dev@harborline.test',
    orgNames: ['Harborline Foods'],
    phone: '+14155550102',
    passwordTail: ' &=+%é',
  },
  {
    condition: 'normal',
    userName: 'northwind-sync',
    orgNames: [],
    phone: null,
    kind: 'token',
    joinsFirst: true,
  },
  {
    condition: 'noPhone',
    userName: 'casey@northwind.test',
    orgNames: [],
    phone: null,
    joinsFirst: true,
  },
  {
    condition: 'userLocked',
    userName: 'drew@lockedout.test',
    orgNames: ['Lockedout & Sons'],
    phone: '+14155550104',
  },
  {
    condition: 'orgLocked',
    userName: 'emery@frozen.test',
    orgNames: ['Frozen Assets'],
    phone: '+14155550105',
  },
  {
    condition: 'keyInactive',
    userName: 'finley@retired.test',
    orgNames: ['Retired Key Works'],
    phone: '+14155550106',
  },
  {
    condition: 'apiOff',
    userName: 'gray@noapi.test',
    orgNames: ['No Interface'],
    phone: '+14155550107',
  },
  {
    condition: 'termsNotAccepted',
    userName: 'harper@unsigned.test',
    orgNames: ['Unsigned Terms'],
    phone: '+14155550108',
  },
  {
    condition: 'userInactive',
    userName: 'indigo@left.test',
    orgNames: ['Left the Company'],
    phone: '+14155550109',
  },
];

/** Builds the directory; the same seed gives the same one. */
export function createDirectory(seed: string): Directory {
  const random = seededRandom(seed, 'directory');
  const orgs = new Map<string, Org>();
  const users = new Map<string, User>();
  const devKeys = new Map<string, DevKey>();
  const accounts: SimulatorAccount[] = [];
  for (const plan of PLANS) {
    const account = createAccount(plan, random, accounts[0]);
    accounts.push(account);
    const orgIds = account.orgs.map((org) => org.orgId);
    for (const org of account.orgs) {
      if (!orgs.has(org.orgId)) orgs.set(org.orgId, { ...org, state: orgState(plan.condition) });
    }
    if (!devKeys.has(account.devKey)) {
      devKeys.set(account.devKey, {
        devKey: account.devKey,
        state: keyState(plan.condition),
        orgIds,
      });
    }
    users.set(account.userName, {
      usersId: account.usersId,
      userName: account.userName,
      password: account.password,
      kind: account.kind,
      phone: account.phone,
      orgIds,
      state: userState(plan.condition),
    });
  }
  return { accounts, orgs, users, devKeys };
}

function createAccount(
  plan: Plan,
  random: RandomSource,
  first: SimulatorAccount | undefined,
): SimulatorAccount {
  const usersId = objectId(random, '006');
  const password =
    plan.kind === 'token'
      ? alphanumerics(random, 40)
      : `practice-${alphanumerics(random, 10)}${plan.passwordTail ?? ''}`;
  const orgs =
    plan.joinsFirst && first !== undefined
      ? first.orgs
      : plan.orgNames.map((orgName) => ({ orgId: objectId(random, '008'), orgName }));
  const devKey = plan.joinsFirst && first !== undefined ? first.devKey : objectId(random, '01');
  const [home] = orgs;
  if (home === undefined) throw new Error(`The account ${plan.userName} has no organization.`);
  return {
    userName: plan.userName,
    password,
    orgId: home.orgId,
    orgName: home.orgName,
    orgs,
    devKey,
    phone: plan.phone,
    kind: plan.kind ?? 'user',
    usersId,
    condition: plan.condition,
  };
}

function orgState(condition: AccountCondition): Org['state'] {
  return condition === 'orgLocked' ? 'locked' : condition === 'apiOff' ? 'apiOff' : 'open';
}

function keyState(condition: AccountCondition): DevKey['state'] {
  if (condition === 'keyInactive') return 'inactive';
  return condition === 'termsNotAccepted' ? 'termsNotAccepted' : 'active';
}

function userState(condition: AccountCondition): User['state'] {
  if (condition === 'userLocked') return 'locked';
  return condition === 'userInactive' ? 'inactive' : 'active';
}

/** What an organization sets up before it does business: itself, people, the ledger, lists. */
import type { Directory } from '../account/directory.ts';
import type { Maker } from './maker.ts';
import {
  ACCOUNTS,
  CITIES,
  CLASSES,
  DEPARTMENTS,
  ITEMS,
  JOBS,
  LOCATIONS,
  PEOPLE,
  STREETS,
} from './sample-words.ts';

/** The ids that bills and invoices refer to. */
export interface Books {
  /** Accounts of the ledger by their names. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly departments: readonly string[];
  readonly locations: readonly string[];
  readonly classes: readonly string[];
  readonly jobs: readonly string[];
  readonly items: readonly string[];
  readonly terms: readonly string[];
  readonly bankAccountId: string;
  /** Users who approve bills, beside those who can sign in. */
  readonly approvers: readonly string[];
}

const FOUNDED = '2026-01-05';

const PROFILES = [
  ['Administrator', '2'],
  ['Clerk', '3'],
  ['Approver', '4'],
  ['Accountant', '5'],
  ['Payer', '7'],
] as const;

export function addBooks(maker: Maker, directory: Directory): Books {
  const { org } = maker;
  const add = (entity: string, entered: Readonly<Record<string, unknown>>) =>
    maker.add(entity, FOUNDED, entered);
  add('Organization', { id: org.orgId, name: org.orgName, ...address(maker), ...ABOUT });
  const profiles = PROFILES.map(([name, type]) => add('Profile', { name, type }));
  const approvers = addUsers(maker, directory, profiles);
  const accounts = new Map(
    ACCOUNTS.map(([name, accountNumber, accountType]) => [
      name,
      add('ChartOfAccount', { name, accountNumber, accountType }),
    ]),
  );
  const named = (entity: string, names: readonly string[]) =>
    names.map((name) => add(entity, { name }));
  const sales = accounts.get('Product sales');
  const bankAccountId = addBankAccounts(maker, accounts);
  for (const [firstName, lastName] of PEOPLE.slice(0, 4)) add('Employee', { firstName, lastName });
  return {
    accounts,
    approvers,
    bankAccountId,
    departments: named('Department', DEPARTMENTS),
    locations: named('Location', LOCATIONS),
    classes: named('ActgClass', CLASSES),
    jobs: named('Job', JOBS),
    items: ITEMS.map(([name, type, price]) =>
      add('Item', { name, type, price, chartOfAccountId: sales, taxable: type === '2' }),
    ),
    terms: [0, 15, 30, 60].map((netDue) =>
      add('PaymentTerm', { name: netDue === 0 ? 'Due on receipt' : `Net ${netDue}`, netDue }),
    ),
  };
}

const ABOUT = {
  mailAddrSameAsPhys: true,
  phone: '(503) 555-0100',
  accountingSoftware: '1',
  industry: 'Wholesale',
  networkConnections: 0,
};

/** Everybody who can sign in to the organization, and two who approve bills. Gives the latter. */
function addUsers(maker: Maker, directory: Directory, profiles: readonly string[]): string[] {
  const [administrator, , approver] = profiles;
  for (const { usersId, userName, orgIds } of directory.users.values()) {
    if (!orgIds.includes(maker.org.orgId)) continue;
    const [name = userName, domain = 'sync'] = userName.split(/[@-]/);
    const firstName = capital(name.split('+')[0] ?? name);
    const lastName = capital(domain.split('.')[0] ?? domain);
    const email = userName.includes('@') ? userName : null;
    const person = { firstName, lastName, email, profileId: administrator };
    maker.add('User', FOUNDED, { id: usersId, ...person });
  }
  return PEOPLE.slice(10).map(([firstName, lastName]) => {
    const email = `${firstName}.${lastName}@approvals.test`.toLowerCase();
    return maker.add('User', FOUNDED, { firstName, lastName, email, profileId: approver });
  });
}

function addBankAccounts(maker: Maker, accounts: ReadonlyMap<string, string>): string {
  const shared = { nameOnAcct: maker.org.orgName, dateEstablished: '2024-03-01' };
  const [checking] = (['Checking', 'Savings'] as const).map((name) =>
    maker.add('BankAccount', FOUNDED, {
      ...shared,
      bankName: 'First Cascade Bank',
      accountNumber: maker.digits(10),
      routingNumber: '322271627',
      chartOfAccountId: accounts.get(name),
      primaryAP: name === 'Checking',
      primaryAR: name === 'Checking',
      isSavings: name === 'Savings',
      bankBalance: maker.amount(20_000, 90_000),
    }),
  );
  maker.add('CardAccount', FOUNDED, {
    ...shared,
    issuingBankName: 'First Cascade Bank',
    chartOfAccountId: accounts.get('Company card'),
    cardBrand: 'Visa',
    last4: maker.digits(4),
    canFund: true,
    expYear: '2029',
    expMonth: '08',
  });
  return checking ?? '';
}

/** All lines are filled in: a client that writes a vendor back unchanged must change nothing. */
export function address(maker: Maker): Readonly<Record<string, string>> {
  const [city, state, zip] = maker.pick(CITIES);
  return {
    address1: `${maker.below(9000) + 100} ${maker.pick(STREETS)}`,
    address2: `Suite ${maker.below(400) + 100}`,
    address3: 'Building A',
    address4: `Dock ${maker.below(8) + 1}`,
    addressCity: city,
    addressState: state,
    addressZip: `${zip}${maker.digits(2)}`,
    addressCountry: 'USA',
  };
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

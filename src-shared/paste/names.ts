/** Which field a name stands for, and whose it is: BILL's, nobody's in particular, or somebody else's. */
import type { PasteField } from './facts.ts';

/** Names as people write them, without case and separators. Those of the wire come before others. */
const wire: Readonly<Record<string, PasteField>> = {
  username: 'userName',
  tokenname: 'tokenName',
  password: 'password',
  tokenvalue: 'tokenValue',
  orgid: 'orgId',
  organizationid: 'orgId',
  devkey: 'devKey',
  sessionid: 'sessionId',
  url: 'url',
};

const others: Readonly<Record<string, PasteField>> = {
  user: 'userName',
  email: 'userName',
  emailaddress: 'userName',
  useremail: 'userName',
  loginemail: 'userName',
  pass: 'password',
  passwd: 'password',
  pwd: 'password',
  userpassword: 'password',
  organisationid: 'orgId',
  organization: 'orgId',
  organisation: 'orgId',
  org: 'orgId',
  developerkey: 'devKey',
  developmentkey: 'devKey',
  devapikey: 'devKey',
  developerapikey: 'devKey',
  apikey: 'devKey',
  session: 'sessionId',
  baseurl: 'url',
  apiurl: 'url',
  apibase: 'url',
  apibaseurl: 'url',
  apiendpoint: 'url',
  endpoint: 'url',
};

const words = (...lists: readonly string[]) => lists.join('|').replaceAll(' ', '|');

/** What people put before a name, one after the other; the last group is the name. */
const NAME = new RegExp(
  `^(?:${words('expopublic nextpublic next public vite reactapp nuxt app tfvar my the')})?` +
    `(${words('billcom billdotcom bill bdc')})?` +
    `((?:${words('sandbox staging stage v2 testing test development dev demo api local account login client auth credentials')})*)` +
    `(${words(...Object.keys(wire), ...Object.keys(others))})$`,
  'u',
);
/** Without BILL's name before them, only these say nothing about an owner. */
const FREE = new RegExp(`^(?:${words('sandbox staging stage v2')})?$`, 'u');

export interface Named {
  readonly field: PasteField;
  /** As it stands in the list of names. */
  readonly alias: string;
  /** A name of the wire wins over another for the same field in the same place. */
  readonly wire: boolean;
  /** 3: BILL's sandbox; 2: BILL; 1: no owner. */
  readonly rank: 1 | 2 | 3;
  /** A name that every product has for its own key. */
  readonly generic: boolean;
}

const joined = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/gu, '');

/** Null for a name that stands for none of the fields, or for the field of somebody else. */
export function named(name: string): Named | null {
  const plain = joined(name);
  const own = fieldOf(plain);
  if (own !== null) return { ...own, rank: 1, generic: plain === 'apikey' };
  const match = NAME.exec(plain);
  if (match === null) return null;
  const [, owner, kinds = '', rest = ''] = match;
  const found = fieldOf(rest);
  if (found === null || (owner === undefined && !FREE.test(kinds))) return null;
  const rank = owner === undefined ? 1 : /sandbox|stag|test|dev|demo/u.test(kinds) ? 3 : 2;
  return { ...found, rank, generic: owner === undefined && rest === 'apikey' };
}

function fieldOf(plain: string): Pick<Named, 'field' | 'wire' | 'alias'> | null {
  const alias = plain;
  if (Object.hasOwn(wire, plain)) return { field: wire[plain] as PasteField, alias, wire: true };
  if (Object.hasOwn(others, plain))
    return { field: others[plain] as PasteField, alias, wire: false };
  return null;
}

/** `userName`, `BILL_USER`, `the.name` as lower-case words. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== '');
}

const list = (text: string) => new Set(text.trim().split(/\s+/u));

const bill = list('bill billcom billdotcom bdc tabkeeper');
const foreign = list(`
  db database databases datasource sql mysql postgres postgresql pg psql psycopg psycopg2 mongo mongodb
  redis mssql sqlserver oracle mariadb sqlite dsn jdbc smtp smtplib mail mailer imap pop3 sendgrid mailgun
  postmark ses aws amazon s3 gcp google gmail azure microsoft github gitlab bitbucket git stripe paypal
  square braintree adyen plaid quickbooks qbo intuit xero netsuite sage salesforce sfdc hubspot slack
  twilio auth0 okta firebase supabase dockerhub registry npm jira atlassian confluence zendesk ftp sftp
  ssh ldap rabbitmq amqp kafka elastic elasticsearch sentry datadog grafana proxy vpn wifi jenkins admin
  prod production live shopify openai anthropic`);
const neutral = list(`
  account accounts api app apps application args arguments auth authenticate authentication authorization
  axios base body build call client cfg conf config configuration configs containers content credential
  credentials creds data default defaults demo dev development dict document env environ environment
  environments envs event example examples export exports fetch field fields form formdata get global
  globalthis got header headers http https httpx info init input inputs item items job jobs json kwargs
  list local locals login main map method module my new null object opts option options org os param
  parameter parameters params payload post postdata process profile profiles props properties put query
  raw request requests response result run sandbox search secret secrets self send service services
  session set setting settings sign signin spec staging stage step steps stringdata string stringify
  system task tasks template test testing text the this update uri url urlencode urlencoded
  urlsearchparams user value values var variable variables vars v2 web window with x www encode append
  create connect open const let return await async final public private static val mut object results
  metadata kind type log console print println echo printf encoded of pairs entries`);

export type Owner = 'bill' | 'nobody' | 'unknown' | 'other';

/** Whose the values below this path are. The name nearest to the value decides. */
export function ownerOf(path: readonly string[]): Owner {
  let owner: Owner = 'nobody';
  for (const name of path) {
    const parts = wordsOf(name);
    if (parts.some((word) => foreign.has(word))) owner = 'other';
    else if (parts.some((word) => bill.has(word))) owner = 'bill';
    else if (owner === 'nobody' && !parts.every((word) => neutral.has(word))) owner = 'unknown';
  }
  return owner;
}

/** True for a text that names another product, for example in a comment above its variables. */
export function speaksOf(text: string): Owner {
  const parts = wordsOf(text);
  if (parts.some((word) => bill.has(word))) return 'bill';
  return parts.some((word) => foreign.has(word)) ? 'other' : 'nobody';
}

const MENTION =
  /(?:user[ _-]?name|e-?mail|token[ _-]?(?:name|value)|passw(?:or)?d|org(?:ani[sz]ation)?[ _-]?id|dev(?:eloper)?[ _-]?key|api[ _-]?key|session[ _-]?id)["'`\u201d\u2019]?\]?(?:\s*[:=,>]|\s)/iu;

/** True when a name of ours seems to stand before a value. */
export const mentionsField = (text: string): boolean => MENTION.test(text);

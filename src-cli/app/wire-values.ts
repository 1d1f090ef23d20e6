/**
 * What the local API answers, as far as the command line reads it. It is another program's word: each
 * value is looked at before it is used, and none may hold what would break a line or an assignment.
 */
import type { ToolSession, ToolStatus } from '../../src-shared/local-api.ts';
import { wireWords } from '../../src-shared/words/tools/command-words.ts';
import { Stopped } from '../table/exit-codes.ts';

/** The states are those of whichever app answers: a newer one may know another. */
export type StatusValue = Omit<ToolStatus, 'server' | 'state' | 'keepAlive'> & {
  readonly server: string;
  readonly state: string;
  readonly keepAlive: string;
};

export interface SessionValue extends StatusValue {
  readonly organizationId: string;
  readonly sessionId: ToolSession['sessionId'];
  readonly devKey: ToolSession['devKey'];
}

export interface GatewayValue {
  readonly url: string;
  readonly token: string;
}

const open = new Set(['live', 'atRisk', 'checking', 'busy', 'offline']);

/** A session is there, however well it is. */
export const isOpen = ({ state }: { readonly state: string }): boolean => open.has(state);

type Fields = Readonly<Record<string, unknown>>;

/** An object that is no list. Throws Stopped with 1 for anything else. */
function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw garbage();
}

export const garbage = () => new Stopped('other', wireWords.garbage);

/** A carriage return, a line feed or a NUL would smuggle something in where the value is used. */
const BREAKING = /[\r\n\0]/u;

function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw garbage();
  if (BREAKING.test(value)) throw new Stopped('other', wireWords.breaking(name));
  return value;
}

const textOrNull = (fields: Fields, name: string): string | null =>
  fields[name] === null || fields[name] === undefined ? null : textIn(fields, name);

/** Of `getStatus`; an entry of `listProfiles` has the ID and the name of the profile beside the rest. */
export function readStatus(value: unknown): StatusValue {
  const fields = fieldsOf(value);
  const profile = fields['profile'] === undefined ? fields : fieldsOf(fields['profile']);
  const { trusted } = fields;
  if (typeof trusted !== 'boolean' && trusted !== null && trusted !== undefined) throw garbage();
  return {
    profile: { id: textIn(profile, 'id'), name: textIn(profile, 'name') },
    server: textIn(fields, 'server'),
    baseUrl: textIn(fields, 'baseUrl'),
    state: textIn(fields, 'state'),
    organizationId: textOrNull(fields, 'organizationId'),
    userId: textOrNull(fields, 'userId'),
    trusted: trusted ?? null,
    trustedUntil: textOrNull(fields, 'trustedUntil'),
    expiresAtLeast: textOrNull(fields, 'expiresAtLeast'),
    keepAlive: textIn(fields, 'keepAlive'),
  };
}

export function readSession(value: unknown): SessionValue {
  const fields = fieldsOf(value);
  return {
    ...readStatus(value),
    organizationId: textIn(fields, 'organizationId'),
    sessionId: textIn(fields, 'sessionId'),
    devKey: textIn(fields, 'devKey'),
  };
}

export function readGateway(value: unknown): GatewayValue {
  const fields = fieldsOf(value);
  return { url: textIn(fields, 'url'), token: textIn(fields, 'token') };
}

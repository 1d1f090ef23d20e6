/** Puts what a pasted block named into the form, and tells by name what was taken and what was not. */
import type { Pasted, PasteField, Reading } from '../../../src-shared/paste/facts.ts';
import { BILL_SANDBOX_URL, isLoopback, type Server } from '../../../src-shared/bill/server.ts';
import type { SignInDraft } from '../sign-in/sign-in-draft.svelte.ts';
import type { TypedSecrets } from '../sign-in/typed-secrets.svelte.ts';

/** The server that a URL stands for; null for one that main would refuse anyway. */
function serverAt(text: string): Server | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname } = new URL(text);
  const web = protocol === 'http:' || protocol === 'https:';
  if (web && isLoopback(hostname)) return { kind: 'local', url: text };
  const bill = new URL(BILL_SANDBOX_URL);
  return protocol === bill.protocol && hostname === bill.hostname ? { kind: 'bill' } : null;
}

export interface Taken {
  readonly took: readonly PasteField[];
  readonly leftOut: readonly PasteField[];
  readonly unfilled: Reading['unfilled'];
  /** What stands for the organization is a developer key, which its field would show. */
  readonly keyForOrg: boolean;
}

type Put = (value: string) => void;

/** A field that the block leaves empty is emptied: what was typed there is of another account. */
export function takePasted(reading: Reading, draft: SignInDraft, secrets: TypedSecrets): Taken {
  const { found } = reading;
  const unfilled = { ...reading.unfilled };
  const keyForOrg = /^\s*01/u.test(found.orgId ?? '');
  const took: PasteField[] = [];
  const leftOut: PasteField[] = [];
  const take = (field: PasteField, put: Put) => {
    const value = found[field];
    if (value !== undefined) took.push(field);
    if (value !== undefined) put(value);
    else if (unfilled[field] !== undefined && Object.keys(found).length > 0) put('');
  };

  const server = found.url === undefined ? null : serverAt(found.url);
  if (server !== null) {
    took.push('url');
    draft.kind = server.kind;
    if (server.kind === 'local') draft.url = server.url;
  } else if (found.url !== undefined) leftOut.push('url');
  // The practice account needs no values: what was pasted is meant for BILL.
  if (draft.kind === 'practice' && Object.keys(found).length > 0) draft.kind = 'bill';

  if (sessionOnly(found)) {
    draft.how = 'session';
    take('sessionId', (value) => (secrets.sessionId = value));
  } else {
    if (found.sessionId !== undefined) leftOut.push('sessionId');
    delete unfilled.sessionId;
    const token = isToken(found);
    if (token) draft.how = 'token';
    else if (found.userName !== undefined || found.password !== undefined) draft.how = 'password';
    take(token ? 'tokenName' : 'userName', (value) => (draft.userName = value));
    take(token ? 'tokenValue' : 'password', (value) => (secrets.password = value));
    if (!keyForOrg) take('orgId', (value) => (draft.orgId = value));
  }
  take('devKey', (value) => (secrets.devKey = value));
  return { took, leftOut, unfilled, keyForOrg };
}

/** Credentials outlive a session ID: where both are named, they are what to sign in with. */
const sessionOnly = (found: Pasted) =>
  found.sessionId !== undefined && found.password === undefined && found.tokenValue === undefined;

const isToken = (found: Pasted) => found.tokenName !== undefined || found.tokenValue !== undefined;

/** The form as it was before, so that a filling can be taken back with one key. */
export function remember(draft: SignInDraft, secrets: TypedSecrets): () => void {
  const { kind, url, how, userName, orgId } = draft;
  const { password, devKey, sessionId } = secrets;
  return () => {
    Object.assign(draft, { kind, url, how, userName, orgId });
    Object.assign(secrets, { password, devKey, sessionId });
  };
}

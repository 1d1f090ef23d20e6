/** Puts what a pasted block named into the form, and tells by name what was taken and what was not. */
import type { Pasted, PasteField } from '../../../src-shared/paste.ts';
import { BILL_SANDBOX_URL, type Server } from '../../../src-shared/server.ts';
import type { SignInDraft } from './sign-in-draft.svelte.ts';
import type { TypedSecrets } from './typed-secrets.svelte.ts';

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The server that a URL stands for; null for one that main would refuse anyway. */
function serverAt(text: string): Server | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname } = new URL(text);
  const web = protocol === 'http:' || protocol === 'https:';
  if (web && loopback.has(hostname)) return { kind: 'local', url: text };
  const bill = new URL(BILL_SANDBOX_URL);
  return protocol === bill.protocol && hostname === bill.hostname ? { kind: 'bill' } : null;
}

export interface Taken {
  readonly took: readonly PasteField[];
  readonly leftOut: readonly PasteField[];
}

export function takePasted(found: Pasted, draft: SignInDraft, secrets: TypedSecrets): Taken {
  const took: PasteField[] = [];
  const leftOut: PasteField[] = [];
  const take = (field: PasteField, put: (value: string) => void) => {
    const value = found[field];
    if (value === undefined) return;
    put(value);
    took.push(field);
  };

  const server = found.url === undefined ? null : serverAt(found.url);
  if (server !== null) {
    took.push('url');
    draft.kind = server.kind;
    if (server.kind === 'local') draft.url = server.url;
  } else if (found.url !== undefined) leftOut.push('url');
  // A made-up account has nothing to be filled in: what was pasted is for BILL.
  if (draft.kind === 'practice') draft.kind = 'bill';

  // Credentials outlive a session ID: where both are named, they are what to sign in with.
  const credentials = found.password !== undefined || found.tokenValue !== undefined;
  if (found.sessionId !== undefined && !credentials) {
    draft.how = 'session';
    take('sessionId', (value) => (secrets.sessionId = value));
  } else {
    if (found.sessionId !== undefined) leftOut.push('sessionId');
    const token = found.tokenName !== undefined || found.tokenValue !== undefined;
    if (token) draft.how = 'token';
    else if (found.userName !== undefined || found.password !== undefined) draft.how = 'password';
    take(token ? 'tokenName' : 'userName', (value) => (draft.userName = value));
    take(token ? 'tokenValue' : 'password', (value) => (secrets.password = value));
    take('orgId', (value) => (draft.orgId = value));
  }
  take('devKey', (value) => (secrets.devKey = value));
  return { took, leftOut };
}

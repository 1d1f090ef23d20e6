/** Asks the person for access, by way of the app's window. */
import { grantWords } from '../../src-shared/words/tools/command-words.ts';
import { Stopped } from '../table/exit-codes.ts';
import type { Endpoint } from './endpoint-file.ts';
import { isToken, type KeptGrant } from './grant-file.ts';
import { openLine, type Ask, type Reply } from './local-line.ts';
import { garbage } from './wire-values.ts';

/** Real milliseconds in which a person can answer: the app says `expired` after 60 s. */
const ANSWER_MS = 75_000;
const PROMPT_MS = 10_000;
/** How long another program's question may be in the way, and how often we look. */
const BUSY_TRIES = 60;
const BUSY_MS = 1000;

interface Question {
  readonly endpoint: Endpoint;
  readonly scopes: readonly string[];
  readonly tell: (sentence: string) => void;
  /** What another program of ours was granted meanwhile, if that is enough. */
  readonly meanwhile: () => KeptGrant | null;
}

/** Resolves to what was granted. Rejects with Stopped: 5 for a no, and where nobody answers. */
export async function askForGrant(question: Question): Promise<KeptGrant> {
  const { endpoint, scopes, tell, meanwhile } = question;
  for (let tries = 0; tries < BUSY_TRIES; tries++) {
    const { status, value } = await once(endpoint, {
      method: 'POST',
      path: '/v1/grants',
      withinMs: PROMPT_MS,
      body: {
        name: 'tabkeeper',
        scopes,
        profiles: '*',
        until: untilOf(scopes),
        pid: process.pid,
        ...workingFolder(),
      },
    });
    if (status === 202) return { token: await answerTo(endpoint, value, tell), scopes };
    if (status !== 429) throw new Stopped('noGrant', grantWords.notAsked(saidIn(value)));
    if (tries === 0) tell(grantWords.busy);
    await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    const other = meanwhile();
    if (other !== null) return other;
  }
  throw new Stopped('noGrant', grantWords.stillBusy);
}

/** `call` and `session` end after 12 h at the latest. */
const untilOf = (scopes: readonly string[]) =>
  scopes.every((scope) => scope === 'status' || scope === 'read') ? '30d' : '12h';

/** There is none where somebody has removed it. */
function workingFolder(): { readonly cwd?: string } {
  try {
    return { cwd: process.cwd() };
  } catch {
    return {};
  }
}

async function answerTo(
  endpoint: Endpoint,
  asked: unknown,
  tell: (sentence: string) => void,
): Promise<string> {
  const { id, code } = (asked ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof code !== 'string') throw garbage();
  if (!/^[\w-]{1,200}$/u.test(id) || !/^[A-Z0-9-]{1,40}$/iu.test(code)) throw garbage();
  tell(grantWords.asking(code));
  const path = `/v1/grants/${id}?wait=60`;
  for (const end = Date.now() + ANSWER_MS; Date.now() < end;) {
    const before = Date.now();
    const { value } = await once(endpoint, { method: 'GET', path, withinMs: ANSWER_MS });
    const { state, token } = (value ?? {}) as Readonly<Record<string, unknown>>;
    if (state === 'granted' && isToken(token)) return token;
    if (state === 'refused') throw new Stopped('noGrant', grantWords.refused);
    if (state === 'expired') throw new Stopped('noGrant', grantWords.nobody);
    if (state !== 'asking') throw garbage();
    // An app that does not wait with its answer is not to be asked a thousand times.
    if (Date.now() - before < BUSY_MS) await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
  }
  throw new Stopped('noGrant', grantWords.nobody);
}

async function once(endpoint: Endpoint, ask: Ask): Promise<Reply> {
  const line = await openLine(endpoint);
  try {
    return await line.ask(ask);
  } finally {
    line.close();
  }
}

/** The app's own sentence, if it gave one. */
function saidIn(value: unknown): string {
  const { error } = (value ?? {}) as { readonly error?: { readonly message?: unknown } };
  return typeof error?.message === 'string' ? error.message : '';
}

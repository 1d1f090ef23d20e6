/** `verify`: a text message after a yes, and the code from it. */
import { readCode } from '../../src-shared/bill/mfa-code.ts';
import { verifyLineWords } from '../../src-shared/words/command-words.ts';
import { followStatus } from '../app/status-stream.ts';
import type { StatusValue } from '../app/wire-values.ts';
import { openQuestions, type Questions } from '../system/person.ts';
import { tell } from '../system/terminal.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import { openStatusOf, type Context, type Run } from './context.ts';

const scopes = ['status', 'call'] as const;
const MOST_CODES = 3;
/** How long BILL may take over a code. */
const ANSWER_MS = 20_000;

export const runVerify: Run = async (context) => {
  const { trusted, profile } = await openStatusOf(context, scopes);
  if (trusted === true) {
    tell(verifyLineWords.already);
    return EXIT.done;
  }
  const person = openQuestions();
  try {
    const answer = await person.ask(verifyLineWords.question(profile.name));
    if (!/^\s*y(?:es)?\s*$/iu.test(answer ?? '')) {
      throw new Stopped('noGrant', verifyLineWords.notSent);
    }
    await context.client.command('sendMfaCode', { profile: profile.id }, scopes);
    await enterCodes(context, profile.id, person);
    tell(verifyLineWords.done);
    return EXIT.done;
  } finally {
    person.close();
  }
};

/** Resolves once the session is trusted. */
async function enterCodes(context: Context, id: string, person: Questions): Promise<void> {
  for (let tries = 1; tries <= MOST_CODES; tries++) {
    const code = await askForCode(person);
    if ((await trustAfter(context, id, code)) !== null) return;
    if (tries < MOST_CODES) tell(verifyLineWords.again);
  }
  throw new Stopped('notTrusted', verifyLineWords.failed);
}

async function askForCode(person: Questions): Promise<string> {
  for (;;) {
    const text = await person.ask(verifyLineWords.code);
    if (text === null) throw new Stopped('noGrant', verifyLineWords.noCode);
    const read = readCode(text);
    if ('code' in read) return read.code;
    tell(verifyLineWords.unreadable);
  }
}

/** Null where BILL did not take the code. */
async function trustAfter(context: Context, id: string, code: string): Promise<StatusValue | null> {
  const { call, client } = context;
  const late = new Stopped('notTrusted', verifyLineWords.again);
  try {
    return await followStatus(client, {
      until: (status) => status.profile.id === id && status.trusted === true,
      onOpen: async () => {
        const input = { profile: id, code, rememberDevice: call.has('remember') };
        await client.command('submitMfaCode', input, scopes);
      },
      withinMs: ANSWER_MS,
      late,
    });
  } catch (error) {
    if (error === late) return null;
    if (!(error instanceof Stopped) || error.exit !== EXIT.apiError) throw error;
    tell(error.message);
    return null;
  }
}

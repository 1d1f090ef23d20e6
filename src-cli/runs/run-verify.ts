/** `verify`: a text message after a yes, and the code from it. */
import { readCode } from '../../src-shared/bill/mfa-code.ts';
import { verifyLineWords } from '../../src-shared/words/tools/command-words.ts';
import { openQuestions, type Questions } from '../system/person.ts';
import { tell } from '../system/terminal.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import { openStatusOf, type Context, type Run } from './context.ts';

const scopes = ['status', 'call'] as const;
const MOST_CODES = 3;

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
  for (let tries = 1; ; tries++) {
    const code = await askForCode(person);
    try {
      // The answer comes when BILL has given its own.
      const input = { profile: id, code, rememberDevice: context.call.has('remember') };
      await context.client.command('submitMfaCode', input, scopes);
      return;
    } catch (error) {
      if (!(error instanceof Stopped) || error.exit !== EXIT.apiError) throw error;
      tell(error.message);
      if (tries === MOST_CODES) throw new Stopped('notTrusted', verifyLineWords.failed);
    }
  }
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

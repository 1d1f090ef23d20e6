/** An error of the app as a program gets it: status, kind, and a sentence that says what to do. Pure. */
import type { AppError } from '../../src-shared/result.ts';
import { callableWords, errorWords, fieldWords, notNowWords } from '../../src-shared/words.ts';
import { type Answer, refusal } from './answer.ts';

/** What about the request and the session decides how an error reads. */
export interface Asked {
  readonly command: string;
  /** The request named a profile, with a text that can be one. */
  readonly namesProfile: boolean;
  /** A session is there. */
  readonly isOpen: boolean;
  /** The server as the subject of a sentence. */
  readonly server: string;
}

export function errorAnswer(error: AppError, asked: Asked): Answer {
  switch (error.kind) {
    case 'invalidInput':
      return error.field === 'profile' && asked.namesProfile
        ? refusal('unknownProfile')
        : refusal('input', { message: fieldWords(error) });
    case 'unknownCommand':
      return refusal('unknownCommand');
    case 'notAllowed':
      return error.why === undefined
        ? refusal('scope')
        : refusal('scope', { message: callableWords.forTheApp, meaning: error.why });
    case 'tooFast':
    case 'ownLimit':
      return refusal('tooFast', { message: sentence(error, asked) });
    case 'notNow':
    case 'cancelled':
      if (asked.command === 'getGateway') return refusal('noGateway');
      return asked.isOpen
        ? refusal('notNow', { message: notNowWords(asked.command) })
        : refusal('noSession');
    case 'refused':
      // The session is dead, and BILL says so before we have heard of it.
      return refusal('api', {
        message: error.text || sentence(error, asked),
        code: error.code,
        meaning: error.meaning,
      });
    case 'line':
    case 'oddReply':
    case 'hostRefused':
    case 'practiceFailed':
      return refusal('api', { message: sentence(error, asked) });
    case 'internal':
    case 'file':
    case 'storage':
      return refusal('internal');
  }
}

function sentence(error: AppError, { server }: Asked): string {
  const { what, next } = errorWords(error, server);
  return `${what} ${next}`.trim();
}

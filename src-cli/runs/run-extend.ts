/** `extend`: a touch now, and what came of it. */
import { span } from '../../src-shared/text/times.ts';
import { extendWords, sessionLineWords } from '../../src-shared/words/command-words.ts';
import { followStatus } from '../app/status-stream.ts';
import { isOpen } from '../app/wire-values.ts';
import { tell } from '../system/terminal.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import { openStatusOf, type Run } from './context.ts';

const ANSWER_MS = 30_000;

export const runExtend: Run = async (context) => {
  const scopes = ['status', 'call'] as const;
  const before = await openStatusOf(context, scopes);
  const { id } = before.profile;
  const touch = async () => {
    await context.client.command('extendNow', { profile: id }, scopes);
  };
  if (before.expiresAtLeast === null) {
    await touch();
    tell(extendWords.endless);
    return EXIT.done;
  }
  const first = Date.parse(before.expiresAtLeast);
  const after = await followStatus(context.client, {
    until: (status) =>
      status.profile.id === id &&
      (!isOpen(status) || Date.parse(status.expiresAtLeast ?? '') > first),
    onOpen: touch,
    withinMs: ANSWER_MS,
    late: new Stopped('apiError', extendWords.late),
  });
  if (!isOpen(after)) {
    throw new Stopped('noSession', sessionLineWords.none(after.profile.name, after.state));
  }
  tell(extendWords.done(span(Date.parse(after.expiresAtLeast ?? '') - Date.now())));
  return EXIT.done;
};

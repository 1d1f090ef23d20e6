/** `extend`: a touch now. */
import { span } from '../../src-shared/text/times.ts';
import { extendWords } from '../../src-shared/words/tools/command-words.ts';
import { readStatus } from '../app/wire-values.ts';
import { tell } from '../system/terminal.ts';
import { EXIT } from '../table/exit-codes.ts';
import { openStatusOf, type Run } from './context.ts';

export const runExtend: Run = async (context) => {
  const { client } = context;
  const scopes = ['status', 'call'] as const;
  const { id } = (await openStatusOf(context, scopes)).profile;
  // The answer comes when BILL has given its own.
  await client.command('extendNow', { profile: id }, scopes);
  const status = readStatus(await client.command('getStatus', { profile: id }, scopes));
  const end = Date.parse(status.expiresAtLeast ?? '');
  tell(Number.isNaN(end) ? extendWords.endless : extendWords.done(span(end - Date.now())));
  return EXIT.done;
};

/** `wait`: until there is a session, or a trusted one. */
import { readerWords, waitWords } from '../../src-shared/words/tools/command-words.ts';
import { choose, listProfiles } from '../app/profile-choice.ts';
import { followStatus } from '../app/status-stream.ts';
import { isOpen } from '../app/wire-values.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import type { Context, Run } from './context.ts';

export const runWait: Run = async (context) => {
  const { call, client } = context;
  const withinMs = msIn(call.value('timeout'));
  const isTrusted = call.has('trusted');
  const id = await profileOf(context);
  await followStatus(client, {
    until: (status) =>
      (id === null || status.profile.id === id) &&
      isOpen(status) &&
      (!isTrusted || status.trusted === true),
    withinMs,
    late: new Stopped('timeOut', waitWords.late(isTrusted)),
  });
  return EXIT.done;
};

/** Null where none is named and none is open: then the first one that opens is meant. */
async function profileOf({ client, wanted }: Context): Promise<string | null> {
  const statuses = await listProfiles(client, ['status']);
  if (wanted === null && !statuses.some(isOpen)) return null;
  return choose(statuses, wanted).profile.id;
}

function msIn(seconds: string | null): number | null {
  if (seconds === null) return null;
  if (!/^\d{1,9}(?:\.\d{1,3})?$/u.test(seconds)) {
    throw new Stopped('usage', readerWords.timeout(seconds));
  }
  return Number(seconds) * 1000;
}

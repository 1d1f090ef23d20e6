/** `gateway`: its address or its token. */
import { readGateway } from '../app/wire-values.ts';
import { print } from '../system/terminal.ts';
import { EXIT } from '../table/exit-codes.ts';
import { statusOf, type Run } from './context.ts';
import { refuseTerminal } from './run-session.ts';

export const runGateway: Run = async (context) => {
  const isToken = context.call.operand === 'token';
  if (isToken) refuseTerminal(context.call);
  const scopes = ['status', 'call'] as const;
  const { profile } = await statusOf(context, scopes);
  const { url, token } = readGateway(
    await context.client.command('getGateway', { profile: profile.id }, scopes),
  );
  print(`${isToken ? token : url}\n`);
  return EXIT.done;
};

/** `get`, `exec` and `env`: what hands the session itself out. */
import { gatewayBase } from '../../src-shared/hand-off.ts';
import { revealWords } from '../../src-shared/words/tools/command-words.ts';
import { readGateway, readSession, type SessionValue } from '../app/wire-values.ts';
import { runChild } from '../child/child-program.ts';
import { assignments, shellIn } from '../child/shell-assignments.ts';
import { print, tell } from '../system/terminal.ts';
import { openFields, shells, type Shell } from '../table/command-flags.ts';
import type { CommandCall } from '../table/command-reader.ts';
import { EXIT, Stopped } from '../table/exit-codes.ts';
import { openStatusOf, type Context, type Run } from './context.ts';

export const runGet: Run = async (context) => {
  const { call } = context;
  const field = call.value('field');
  if (call.has('json') && field !== null) throw new Stopped('usage', revealWords.oneForm);
  if (field === null || !(openFields as readonly string[]).includes(field)) refuseTerminal(call);
  const session = await sessionOf(context);
  if (call.has('json')) print(`${JSON.stringify(session)}\n`);
  else if (field !== null) print(`${plain(session)[field] ?? ''}\n`);
  else print(lines(session));
  return EXIT.done;
};

export const runEnv: Run = async (context) => {
  const { call } = context;
  refuseTerminal(call);
  const wanted = shells.find((one) => one === call.value('shell'));
  const used: Shell = wanted ?? shellIn(process.env, process.platform);
  print(assignments(used, variables(await sessionOf(context))));
  return EXIT.done;
};

export const runExec: Run = async (context) => {
  const { call } = context;
  const { values, secrets } = call.has('gateway')
    ? await gatewayVariables(context)
    : await sessionVariables(context);
  const [program = '', ...args] = call.rest;
  return runChild({
    program,
    args,
    tell,
    env: { ...process.env, ...values },
    secrets: call.has('no-mask') ? null : [...secrets, process.env['TABKEEPER_TOKEN'] ?? ''],
  });
};

type Variables = Readonly<
  Record<'BILL_SESSION_ID' | 'BILL_DEV_KEY' | 'BILL_ORG_ID' | 'BILL_API_URL', string>
>;
interface Handed {
  readonly values: Variables;
  /** What must not be seen in the child's output. */
  readonly secrets: readonly string[];
}

async function sessionOf(context: Context): Promise<SessionValue> {
  const scopes = ['status', 'session'] as const;
  const { profile } = await openStatusOf(context, scopes);
  return readSession(await context.client.command('getSession', { profile: profile.id }, scopes));
}

const variables = ({ sessionId, devKey, organizationId, baseUrl }: SessionValue): Variables => ({
  BILL_SESSION_ID: sessionId,
  BILL_DEV_KEY: devKey,
  BILL_ORG_ID: organizationId,
  BILL_API_URL: baseUrl,
});

async function sessionVariables(context: Context): Promise<Handed> {
  const session = await sessionOf(context);
  return { values: variables(session), secrets: [session.sessionId, session.devKey] };
}

/** What stands for both secrets where the gateway puts in the live ones. */
const STAND_IN = 'tabkeeper';

async function gatewayVariables(context: Context): Promise<Handed> {
  const scopes = ['status', 'call'] as const;
  const { profile, organizationId } = await openStatusOf(context, scopes);
  const { url, token } = readGateway(
    await context.client.command('getGateway', { profile: profile.id }, scopes),
  );
  const values = {
    BILL_SESSION_ID: STAND_IN,
    BILL_DEV_KEY: STAND_IN,
    BILL_ORG_ID: organizationId ?? '',
    BILL_API_URL: gatewayBase(url, token),
  };
  return { values, secrets: [token] };
}

/** Throws Stopped with 2 where a secret would stand on a screen unasked. */
export function refuseTerminal(call: CommandCall): void {
  if (process.stdout.isTTY && !call.has('reveal')) {
    throw new Stopped('usage', revealWords.terminal);
  }
}

/** Each value by its name, as text; what is not known is empty. */
function plain({ profile, ...values }: SessionValue): Readonly<Record<string, string>> {
  const all = { profile: profile.name, ...values };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, String(value ?? '')]),
  );
}

const lines = (session: SessionValue): string =>
  Object.entries(plain(session))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

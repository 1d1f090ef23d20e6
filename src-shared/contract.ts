/**
 * The list of commands, and the only place that names one: its input schema, its output type, how
 * long its caller waits, and who may send it. Add a line here and the compiler asks for the handler
 * (src-main/ipc/handlers.ts); the tests of hostile messages take their samples from the schema.
 *
 * Main alone runs the schemas; preload and renderer import this file as types, and the patience of
 * each command is written into the window's bundle when it is built (scripts/vite.ts).
 */
import * as v from 'valibot';
import { copyFormats, type CopyOutcome, type CopyPreview } from './copy-as/formats.ts';
import type { EnvAnswer } from './env-file.ts';
import type { ExplainedCode } from './bill/explained.ts';
import type { ExchangeDetail } from './exchange.ts';
import type { HistoryEvent } from './history.ts';
import { gatewayParts, lineIds, renewableParts } from './hand-off.ts';
import { linkIds } from './links.ts';
import {
  grantEnds,
  scopes,
  type ListedProfile,
  type Scope,
  type ToolGateway,
  type ToolSession,
  type ToolStatus,
} from './local-api.ts';
import { ERROR_CODE } from './words/errors/error-codes.ts';
import { readCode } from './bill/mfa-code.ts';
import { settingSchemas } from './settings.ts';
import type { InputProblem } from './result.ts';
import { openFacts } from './session-view.ts';
import { colours, keepChoices, noticeKinds, type Snapshot } from './snapshot.ts';
import { hidesSomething } from './text/visible.ts';

/** What a schema says of a value that it refuses. Any other message would reach a person as `malformed`. */
const says = (problem: InputProblem) => problem;

/** Longest body of an operation, in characters: a bulk call has up to 100 objects. */
export const MAX_BODY = 256 * 1024;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max, says('tooLong')));
/** Kept and shown as it was typed. */
const shown = (max: number) =>
  v.pipe(
    text(max),
    v.check((it) => !hidesSomething(it), says('malformed')),
  );
const name = (max: number) => v.pipe(text(max), v.trim(), v.minLength(1, says('missing')));
/** Of a profile, or of a grant. */
export const shortId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/u, says('malformed')));
const profile = shortId;
/** Of the palette: an action, a section of Settings or a profile. */
export const actionName = v.pipe(v.string(), v.regex(/^[\w:/-]{1,80}$/u, says('malformed')));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A name of BILL's own list, such as `List/Bill`. */
const operation = text(120);
/** Epoch ms. */
export const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15));

const server = v.variant('kind', [
  v.strictObject({ kind: v.literal('bill') }),
  v.strictObject({ kind: v.literal('practice') }),
  v.strictObject({ kind: v.literal('local'), url: text(2048) }),
]);

const mfaCode = v.pipe(
  text(64),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const read = readCode(dataset.value);
    if ('code' in read) return read.code;
    addIssue({ message: says('notSixDigits') });
    return NEVER;
  }),
);

/** One of BILL's, as every server writes it. */
const errorCode = v.pipe(v.string(), v.regex(ERROR_CODE, says('malformed')));

const copiedCall = v.variant('of', [
  v.strictObject({ of: v.literal('session') }),
  v.strictObject({ of: v.literal('exchange'), id: whole }),
  v.strictObject({ of: v.literal('operation'), operation, body: text(MAX_BODY) }),
]);

/** As JSON makes one: no list, and nothing of a class. */
const jsonObject = v.custom<Readonly<Record<string, unknown>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype,
);

/** How a profile that is new is to look; the name is empty where none was chosen. */
const look = v.optional(v.strictObject({ name: shown(60), colour: v.picklist(colours) }));

const nothing = v.strictObject({});
const ofProfile = v.strictObject({ profile });

/** How long a caller waits before it assumes that no answer will come. */
export type Patience =
  | 'prompt' // main answers "accepted" at once: what takes time arrives as state
  | 'patient' // a keyring that shows a dialog, or a slow disk or server, comes first
  | 'person'; // a person is asked for a file, and may take any time

/** Who may send a command: the app's own surfaces, programs that were let in, or both. */
export type Audience = 'window' | 'tools' | 'both';

interface Manner {
  readonly patience: Patience;
  readonly audience: Audience;
  /** Of which a program needs one; empty where no program may send it. */
  readonly scopes: readonly Scope[];
}
interface Command<I extends v.GenericSchema, O> extends Manner {
  readonly input: I;
  /** Exists for the compiler only. */
  readonly output?: O;
}
const command = <O>(given: Partial<Manner> = {}) => {
  const { patience = 'prompt', audience = 'window', scopes = [] } = given;
  return {
    taking: <I extends v.GenericSchema>(input: I): Command<I, O> => ({
      input,
      patience,
      audience,
      scopes,
    }),
  };
};
const forPrograms = (scope: Scope) => ({ audience: 'tools', scopes: [scope] }) as const;
const forBoth = { audience: 'both', scopes: ['call'] } as const;

/** One that a user can sign in to (bill-api 1.4, ListOrgs). */
export interface Organization {
  readonly orgId: string;
  readonly orgName: string;
}

/** What an operation was answered with. */
export interface OperationReply {
  /** The whole of it as indented JSON, secrets masked; ends in an ellipsis where it was cut off. */
  readonly reply: string;
}

/** `null` says: accepted. What comes of it arrives as the next snapshot. */
type Accepted = null;

export const contract = {
  getSnapshot: command<Snapshot>().taking(nothing),
  getExchange: command<ExchangeDetail>().taking(v.strictObject({ id: whole })),
  /** A span of the past: of one profile, or of all without practice. */
  getHistory: command<readonly HistoryEvent[]>().taking(
    v.strictObject({ profile: v.nullable(profile), from: moment, to: moment }),
  ),
  signIn: command<Accepted>({ patience: 'patient' }).taking(
    v.strictObject({
      profile,
      server,
      look,
      kind: v.optional(v.picklist(['password', 'token']), 'password'),
      userName: shown(320),
      password: text(1024),
      orgId: shown(64),
      devKey: text(128),
    }),
  ),
  /** Takes over a session that another tool opened; checked by one GetSessionInfo. */
  useSession: command<Accepted>({ patience: 'patient' }).taking(
    v.strictObject({ profile, server, look, sessionId: text(1024), devKey: text(128) }),
  ),
  /** Signs in with what is kept. */
  resume: command<Accepted>().taking(ofProfile),
  /** Asks BILL which organizations these credentials open; counts as a sign-in. */
  findOrganizations: command<readonly Organization[]>({ patience: 'patient' }).taking(
    v.strictObject({
      profile,
      server,
      userName: shown(320),
      password: text(1024),
      devKey: text(128),
    }),
  ),
  /** Another server was chosen: what was typed for the one before is not kept for another try. */
  dropTyped: command<Accepted>().taking(ofProfile),
  cancelSignIn: command<Accepted>().taking(ofProfile),
  extendNow: command<Accepted>(forBoth).taking(ofProfile),
  /**
   * Milliseconds; `off` is a pause until the session is extended; null goes on: it ends a pause, and
   * counts the greatest age anew where that is what has stopped keep-alive.
   */
  pauseKeepAlive: command<Accepted>().taking(
    v.strictObject({
      profile,
      ms: v.nullable(
        v.union([
          v.pipe(v.number(), v.safeInteger(), v.minValue(60_000), v.maxValue(86_400_000)),
          v.literal('off'),
        ]),
      ),
    }),
  ),
  signOut: command<Accepted>().taking(ofProfile),
  copySessionId: command<Accepted>().taking(ofProfile),
  copyDevKey: command<Accepted>().taking(ofProfile),
  /** No other tool needs the session ID any more, so the window does not tell of a new one. */
  dropOldCopies: command<Accepted>().taking(ofProfile),
  /** Copies a value that is no secret; it stays on the clipboard. */
  copyFact: command<Accepted>().taking(v.strictObject({ profile, fact: v.picklist(openFacts) })),
  sendMfaCode: command<Accepted>(forBoth).taking(ofProfile),
  submitMfaCode: command<Accepted>(forBoth).taking(
    v.strictObject({ profile, code: mfaCode, rememberDevice: v.boolean() }),
  ),
  checkTrust: command<Accepted>().taking(ofProfile),
  forgetDevice: command<Accepted>().taking(ofProfile),
  nameMachine: command<Accepted>().taking(v.strictObject({ profile, machineName: name(100) })),
  /**
   * Sends an operation of BILL's by its name; `body` is its `data` as JSON text, empty where it takes
   * none. One of a name at a time.
   */
  tryOperation: command<OperationReply>({ patience: 'patient' }).taking(
    v.strictObject({ profile, operation, body: text(MAX_BODY) }),
  ),
  /** Gives up the one of that name which is under way. */
  cancelOperation: command<Accepted>().taking(v.strictObject({ profile, operation })),
  /** Sends what was refused for want of trust again: the body is the one that was tried. */
  repeatOperation: command<Accepted>().taking(v.strictObject({ profile, operation })),
  // hand-off: for programs
  listProfiles: command<readonly ListedProfile[]>(forPrograms('status')).taking(nothing),
  getStatus: command<ToolStatus>(forPrograms('status')).taking(ofProfile),
  /** Resolves to `response_data`. What changes something needs `call`, whatever else is granted. */
  callOperation: command<unknown>({ audience: 'tools', scopes: ['read', 'call'] }).taking(
    v.strictObject({
      profile,
      operation,
      data: v.optional(v.nullable(jsonObject), null),
    }),
  ),
  /** The gateway's address and its token, where a person has turned it on for the profile. */
  getGateway: command<ToolGateway>(forPrograms('call')).taking(ofProfile),
  /** The one command that hands out the session ID and the developer key. */
  getSession: command<ToolSession>(forPrograms('session')).taking(ofProfile),
  // hand-off: for the person
  /** To the question of this number; an older one is refused. */
  answerGrant: command<Accepted>().taking(
    v.strictObject({
      question: whole,
      allow: v.boolean(),
    }),
  ),
  revokeGrant: command<Accepted>().taking(v.strictObject({ grant: shortId })),
  revokeAllGrants: command<Accepted>().taking(nothing),
  /** Takes back the last of the two above, for a moment after it. */
  restoreGrants: command<Accepted>().taking(nothing),
  /** For one profile; turning it on turns hand-off on as well. The port is one for all of them. */
  setGateway: command<Accepted>({ patience: 'patient' }).taking(
    v.strictObject({ profile, on: v.boolean() }),
  ),
  /** What has the token in it leaves the clipboard again by itself. */
  copyGateway: command<Accepted>().taking(
    v.strictObject({ profile, part: v.picklist(gatewayParts) }),
  ),
  /** What tools have of the old one is of no use any more. */
  renewGateway: command<Accepted>({ patience: 'patient' }).taking(
    v.strictObject({ profile, part: v.picklist(renewableParts) }),
  ),
  /** A line for another tool. `live`: with the secrets in it, for 30 seconds. */
  copyAs: command<CopyOutcome>().taking(
    v.strictObject({
      profile,
      call: copiedCall,
      format: v.picklist(copyFormats),
      live: v.boolean(),
    }),
  ),
  /** The sample call as `copyAs` would have it, without live values. */
  previewCopy: command<CopyPreview>().taking(
    v.strictObject({ profile, format: v.picklist(copyFormats) }),
  ),
  /** Asks for a `.env` file, or for the place of a new one, and shows what would change in it. */
  previewEnvFile: command<EnvAnswer>({ patience: 'person' }).taking(
    v.strictObject({ profile, isNew: v.boolean() }),
  ),
  writeEnvFile: command<EnvAnswer>({ patience: 'patient' }).taking(
    v.strictObject({ preview: whole }),
  ),
  undoEnvFile: command<EnvAnswer>({ patience: 'patient' }).taking(nothing),
  /** The line for `.gitignore` of the last refusal. */
  copyIgnoreLine: command<Accepted>().taking(nothing),
  copyLine: command<Accepted>().taking(v.strictObject({ line: v.picklist(lineIds) })),
  // profiles
  selectProfile: command<Accepted>().taking(ofProfile),
  createProfile: command<Accepted>().taking(nothing),
  duplicateProfile: command<Accepted>().taking(ofProfile),
  editProfile: command<Accepted>().taking(
    v.strictObject({
      profile,
      change: v.partial(
        v.strictObject({
          name: name(60),
          colour: v.picklist(colours),
          staySignedIn: v.boolean(),
          signInOnLaunch: v.boolean(),
        }),
      ),
    }),
  ),
  /** To this place in the list, counted from 0. */
  moveProfile: command<Accepted>().taking(v.strictObject({ profile, to: whole })),
  /** Drops an open session locally, and removes the profile with its secrets and their backups. */
  forgetProfile: command<Accepted>({ patience: 'patient' }).taking(ofProfile),
  /** What to keep of the sign-in that worked. */
  keepSignIn: command<Accepted>({ patience: 'patient' }).taking(
    v.strictObject({ profile, what: v.picklist(keepChoices) }),
  ),
  // storage and settings
  dismissNotice: command<Accepted>().taking(v.strictObject({ kind: v.picklist(noticeKinds) })),
  retryStorage: command<Accepted>({ patience: 'patient' }).taking(nothing),
  /** Sets a vault aside that the keyring of now does not open, and begins a new one. */
  renewVault: command<Accepted>({ patience: 'patient' }).taking(nothing),
  wipeEverything: command<Accepted>({ patience: 'patient' }).taking(nothing),
  exportProfiles: command<Accepted>({ patience: 'person' }).taking(nothing),
  importProfiles: command<{ readonly added: number }>({ patience: 'person' }).taking(nothing),
  changeSettings: command<Accepted>().taking(v.partial(v.strictObject(settingSchemas))),
  setStartAtLogin: command<Accepted>().taking(v.strictObject({ on: v.boolean() })),
  /** What was done from the palette, newest first. */
  getRecentActions: command<readonly string[]>().taking(nothing),
  noteAction: command<Accepted>().taking(v.strictObject({ action: actionName })),
  /** Of the practice sandbox: 35 minutes pass in one, for as long as a session there is open. */
  setFastTime: command<Accepted>().taking(v.strictObject({ on: v.boolean() })),
  /** Asks what becomes of open sessions, and ends the app. */
  quit: command<Accepted>().taking(nothing),
  /** Asks, says what would be lost, and restarts the app. */
  restart: command<Accepted>().taking(nothing),
  // explanations
  /** What a code of BILL's means; of one that we do not know, what the server's own list says of it. */
  explainCode: command<ExplainedCode>({ patience: 'patient' }).taking(
    v.strictObject({ profile, server, code: errorCode }),
  ),
  /** Copies what somebody else needs to find out about it: the newest call that it answered. */
  copyForSupport: command<Accepted>().taking(v.strictObject({ profile, code: errorCode })),
  // documents
  /** What a diagnostics file would hold. */
  previewDiagnostics: command<{ readonly text: string }>().taking(nothing),
  /** Writes exactly what was previewed last, to where the user says. */
  saveDiagnostics: command<Accepted>({ patience: 'person' }).taking(nothing),
  /** The licences of what is bundled. */
  getLicences: command<{ readonly text: string }>().taking(nothing),
  openLink: command<Accepted>().taking(v.strictObject({ link: v.picklist(linkIds) })),
} as const;

/** What a program asks for; from a program, so no command of the contract. */
export const grantRequest = v.strictObject({
  name: v.pipe(shown(60), v.trim(), v.minLength(1, says('missing'))),
  scopes: v.pipe(v.array(v.picklist(scopes)), v.minLength(1), v.maxLength(scopes.length)),
  profiles: v.union([v.literal('*'), v.pipe(v.array(profile), v.minLength(1), v.maxLength(200))]),
  until: v.picklist(grantEnds),
  /** Both are what the program says of itself, and nothing is made of them. */
  pid: v.optional(whole),
  cwd: v.optional(shown(1024)),
});
export type GrantRequest = v.InferOutput<typeof grantRequest>;

export type Contract = typeof contract;
export type CommandName = keyof Contract;
/** What a caller sends. */
export type Input<N extends CommandName> = v.InferInput<Contract[N]['input']>;
/** What a handler gets: checked and normalised. */
export type Checked<N extends CommandName> = v.InferOutput<Contract[N]['input']>;
export type Output<N extends CommandName> =
  Contract[N] extends Command<v.GenericSchema, infer O> ? O : never;

export type Patiences = Readonly<Record<CommandName, Patience>>;

/** The patience of every command, for the window, which is built without the schemas. */
export function patienceOfCommands(): Patiences {
  const entries = Object.entries(contract).map(([name, { patience }]) => [name, patience]);
  return Object.fromEntries(entries) as Patiences;
}

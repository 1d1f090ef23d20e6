/**
 * The text that a user may send to whoever helps: how the app stands and what happened last. It names
 * no person, organization, server address, folder or session, and holds no text of a server.
 */
import type { observedAges } from '../../src-shared/history.ts';
import type { AppError } from '../../src-shared/result.ts';
import { isOpen, type SessionView } from '../../src-shared/session-view.ts';
import type { ProfileView, Snapshot } from '../../src-shared/snapshot.ts';

/** What runs the app, as far as it is the same for many. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Of the system, for example "6.1.0". */
  readonly release: string;
  readonly node: string;
}

/** Whose certificate authorities are taken: `node` says that the system's could not be read. */
export type AuthoritiesRead = 'notReadYet' | 'system' | 'node';

const CALLS = 100;

/**
 * Indented JSON, then the newest lines of the log. `observedEnds`: those of seven days. `log`: as
 * system/log.ts wrote it.
 */
export function diagnosticsText(
  snapshot: Snapshot,
  observedEnds: ReturnType<typeof observedAges>,
  machine: Machine & { readonly authorities: AuthoritiesRead },
  log: string,
): string {
  const { settings, storage, system, at } = snapshot;
  const short = new Map(snapshot.profiles.map(({ id }, index) => [id, `profile ${index + 1}`]));
  const report = {
    made: new Date(at).toISOString(),
    tabkeeper: snapshot.appVersion,
    host: snapshot.host,
    machine,
    settings,
    storage,
    reportsIdle: system.reportsIdle,
    startAtLogin: system.startAtLogin,
    practiceRuns: snapshot.practice !== null,
    observedEnds,
    // Their kinds alone: the rest names files and profiles.
    notices: snapshot.notices.map(({ kind }) => kind),
    profiles: snapshot.profiles.map((profile) => ({
      is: short.get(profile.id),
      ...profileFacts(profile, at),
      session: sessionFacts(snapshot.sessions[profile.id], at),
    })),
    calls: snapshot.activity.slice(0, CALLS).map((call) => ({
      at: new Date(call.at).toISOString(),
      profile: short.get(call.profile) ?? 'forgotten',
      endpoint: call.endpoint,
      by: call.by,
      outcome: call.outcome,
      status: call.status,
      ms: call.ms,
      error: errorFacts(call.error),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n\n${withShortNames(log, short)}`;
}

function profileFacts(profile: ProfileView, at: number) {
  const { kind, server, kept, offerToKeep, staySignedIn, signInOnLaunch } = profile;
  const { rememberedUntil } = profile;
  return {
    kind,
    server: server.kind,
    kept,
    offerToKeep,
    staySignedIn,
    signInOnLaunch,
    deviceRememberedMs: rememberedUntil === null ? null : rememberedUntil - at,
  };
}

/** Durations, not moments: what matters is how far apart they are. */
function sessionFacts(session: SessionView | undefined, at: number) {
  if (session === undefined) return null;
  if (session.state === 'signingIn') return { state: session.state, by: session.by };
  if (!isOpen(session)) {
    const { state, error, ended, againStopped } = session;
    return { state, error: errorFacts(error), ended: ended?.reason ?? null, againStopped };
  }
  const { keepAlive, lastContact, endsAtLeast } = session;
  return {
    state: session.state,
    kind: session.kind,
    signingOut: session.signingOut,
    ageMs: at - session.signedInAt,
    sinceContactMs: at - lastContact.at,
    contactBy: lastContact.by,
    leftMs: endsAtLeast === null ? null : endsAtLeast - at,
    doubtful: session.doubtful,
    nextTouchMs: keepAlive.nextTouchAt === null ? null : keepAlive.nextTouchAt - at,
    why: keepAlive.why,
    touches: keepAlive.touches,
    trouble: keepAlive.trouble === null ? null : errorFacts(keepAlive.trouble.error),
    trust: { is: session.trust.is, source: session.trust.source },
    mfa: session.mfa.step,
  };
}

/** Without the server's own text, which may name anything. */
function errorFacts(error: AppError | null) {
  if (error?.kind !== 'refused') return error;
  return { kind: error.kind, meaning: error.meaning, code: error.code };
}

function withShortNames(log: string, short: ReadonlyMap<string, string>): string {
  let text = log;
  for (const [id, name] of short) text = text.replaceAll(JSON.stringify(id), JSON.stringify(name));
  return text;
}

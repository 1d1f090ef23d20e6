/**
 * The gateway as a whole: for which profiles it is on, its one port, their tokens, and whether it
 * listens. It decides nothing about a request; see gateway-server.ts.
 */
import { createHash, randomInt } from 'node:crypto';
import type { GatewayHour, GatewayView } from '../../src-shared/hand-off.ts';
import { fail, notNow, ok, type Result } from '../../src-shared/result.ts';
import type { NoticeView } from '../../src-shared/snapshot.ts';
import { createKeptValue } from '../files/kept-value.ts';
import type { JsonStore } from '../files/json-store.ts';
import { hashOf, isSameHash, newToken } from '../grants/token.ts';
import type { Cancel, Clock, SessionKeys } from '../ports.ts';
import type { Vault } from '../vault/vault-types.ts';
import { gatewayFile, MOST_EARLIER, parseGateway, type GatewayEntry } from './gateway-file.ts';
import type { GatewayServer, Listening } from './gateway-server.ts';

/** A port that is taken, or that the system refused, is tried again. */
const TRIED_EVERY_MS = 30_000;
/** Below the ports that systems give to outgoing connections, so that none of these is in the way. */
const PORTS = { from: 17_000, to: 29_000 };
/** So many ports are tried before the first is kept. */
const MOST_PORTS_TRIED = 20;
/** No token of ours is longer. */
const LONGEST_TOKEN = 200;

export interface GatewayDeps {
  readonly store: JsonStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly server: GatewayServer;
  /** Other tools may use the session at all. */
  readonly isAllowed: () => boolean;
  /** What the hour has cost so far, of the profile's developer key; null without a session. */
  readonly hour: (profile: string) => GatewayHour | null;
  readonly onChange: () => void;
}

/** What a tool needs to go through the gateway. */
export interface GatewayAccess {
  /** `http://127.0.0.1:PORT/api/v2` */
  readonly address: string;
  readonly token: string;
}

export interface Gateway {
  load(): Promise<void>;
  /** To be called when `isAllowed` may say something else. */
  follow(): void;
  view(profile: string): GatewayView;
  /** Null where it is off or does not listen, and while the vault that has the token is closed. */
  of(profile: string): GatewayAccess | null;
  /** The profile of a token, where the gateway is on for it. */
  profileOf(token: string): string | null;
  turn(profile: string, on: boolean): Promise<Result<null>>;
  /** The token before it opens nothing any more. */
  renewToken(profile: string): Promise<Result<null>>;
  /** Takes another port: every tool needs the new address. */
  renewPort(): Promise<Result<null>>;
  /**
   * A session of the profile is open: its ID is known again when a tool still has it later. `number`: of the
   * session, so that it is looked at once.
   */
  see(profile: string, number: number, keys: SessionKeys): void;
  /** Whether `sessionId` is, or was, one of the profile's in the organization of `keys`. */
  isOwn(profile: string, keys: SessionKeys, sessionId: string): boolean;
  forgetProfile(profile: string): Promise<void>;
  /** Every profile that the file names. */
  profiles(): readonly string[];
  notice(): NoticeView | null;
  saveAgain(): Promise<void>;
  /** Resolves when nothing is being opened, closed or written. */
  settled(): Promise<void>;
  /** Forgets all of it; the file is removed by others. */
  wipe(): Promise<void>;
  /** Closes for good. */
  stop(): Promise<void>;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { vault, clock, server, onChange } = deps;
  let port: number | null = null;
  let entries: readonly GatewayEntry[] = [];
  let listens: Listening | 'off' | 'opening' = 'off';
  let stopped = false;
  let again: Cancel = () => undefined;
  /** One change at a time. */
  let line: Promise<void> = Promise.resolve();
  /** Hashes of session IDs, by profile; those of profiles without an entry are in no file. */
  const seen = new Map<string, readonly string[]>();
  /** The number of the session that was seen last. */
  const newest = new Map<string, number>();
  const file = createKeptValue({
    store: deps.store,
    parse: parseGateway,
    onChange,
    notices: {
      setAside: 'gatewaySetAside',
      unreadable: 'gatewayUnreadable',
      newer: 'gatewayNewer',
    },
  });

  const entryOf = (profile: string) => entries.find(({ id }) => id === profile) ?? null;
  const wanted = () => !stopped && deps.isAllowed() && entries.some(({ on }) => on);
  const address = () => (port === null ? null : `http://127.0.0.1:${port}/api/v2`);

  function save(): void {
    file.save(() => gatewayFile({ port, profiles: entries }));
    onChange();
  }

  function change(next: GatewayEntry): void {
    entries = [...entries.filter(({ id }) => id !== next.id), next];
    save();
    follow();
  }

  // ---------------------------------------------------------------- the port

  function become(next: typeof listens): void {
    if (listens === next) return;
    listens = next;
    if (!stopped) onChange();
  }

  async function bring(): Promise<void> {
    again();
    if (!wanted()) {
      if (listens === 'off') return;
      await server.close();
      become('off');
      return;
    }
    if (listens === 'open') return;
    if (listens === 'off') become('opening');
    const opened = port === null ? await openAnywhere() : await server.open(port);
    become(opened);
    if (opened !== 'open' && !stopped) again = clock.after(TRIED_EVERY_MS, next);
  }

  /** The first time: whichever port is free, and that one from then on. */
  async function openAnywhere(): Promise<Listening> {
    let opened: Listening = 'failed';
    for (let tries = 0; tries < MOST_PORTS_TRIED && opened !== 'open'; tries++) {
      const candidate = randomInt(PORTS.from, PORTS.to);
      opened = await server.open(candidate);
      if (opened === 'open') port = candidate;
    }
    if (opened === 'open') save();
    return opened;
  }

  function next(): void {
    line = line.then(bring).catch(() => become('failed'));
  }

  function follow(): void {
    if ((listens === 'open') !== wanted()) next();
  }

  // ---------------------------------------------------------------- tokens

  /** The token that the vault has; null where it is closed, or has another one than the file says. */
  function tokenOf({ id, tokenHash }: GatewayEntry): string | null {
    const token = vault.get(recordOf(id))?.['token'];
    return token !== undefined && isSameHash(hashOf(token), tokenHash) ? token : null;
  }

  /** A new one, of which the vault has the text and the file the hash. */
  async function makeToken(profile: string, on: boolean): Promise<void> {
    const token = newToken();
    server.drop(profile);
    const earlier = seen.get(profile) ?? [];
    change({ id: profile, on, tokenHash: hashOf(token), earlier: [...earlier] });
    await vault.put(recordOf(profile), { token });
    onChange();
  }

  return {
    load: async () => {
      const read = await file.load();
      if (read !== null) {
        ({ port, profiles: entries } = read);
        for (const { id, earlier } of entries) seen.set(id, earlier);
      }
      follow();
    },
    follow,
    view: (profile) => {
      const entry = entryOf(profile);
      const on = entry?.on === true;
      return {
        on,
        state: !on ? 'off' : deps.isAllowed() ? listens : 'asleep',
        address: address(),
        hasToken: entry !== null && vault.peek(recordOf(profile)) !== null,
        hour: on ? deps.hour(profile) : null,
      };
    },
    of: (profile) => {
      const entry = entryOf(profile);
      const at = address();
      if (entry?.on !== true || listens !== 'open' || at === null) return null;
      const token = tokenOf(entry);
      return token === null ? null : { address: at, token };
    },
    profileOf: (token) => {
      const hash = hashOf(token.slice(0, LONGEST_TOKEN));
      // All of them, so that the time says nothing of where it stood.
      const found = entries.filter(({ on, tokenHash }) => isSameHash(tokenHash, hash) && on);
      return found[0]?.id ?? null;
    },
    turn: async (profile, on) => {
      const entry = entryOf(profile);
      if (!on) {
        if (entry === null) return ok(null);
        server.drop(profile);
        change({ ...entry, on });
      } else if (entry === null || tokenOf(entry) === null) await makeToken(profile, on);
      else change({ ...entry, on });
      await line;
      return ok(null);
    },
    renewToken: async (profile) => {
      const entry = entryOf(profile);
      if (entry === null) return notNow;
      await makeToken(profile, entry.on);
      return ok(null);
    },
    renewPort: async () => {
      if (!wanted()) return notNow;
      line = line.then(async () => {
        await server.close();
        port = null;
        listens = 'off';
        await bring();
      });
      await line;
      return listens === 'open' ? ok(null) : fail({ kind: 'internal' });
    },
    see: (profile, number, keys) => {
      if (newest.get(profile) === number) return;
      newest.set(profile, number);
      const hash = idHash(keys, keys.sessionId);
      const known = seen.get(profile) ?? [];
      const earlier = [...known.filter((one) => one !== hash), hash].slice(-MOST_EARLIER);
      seen.set(profile, earlier);
      const entry = entryOf(profile);
      if (entry === null) return;
      entries = entries.map((one) => (one === entry ? { ...entry, earlier } : one));
      save();
    },
    isOwn: (profile, keys, sessionId) =>
      sessionId === keys.sessionId || (seen.get(profile) ?? []).includes(idHash(keys, sessionId)),
    forgetProfile: async (profile) => {
      server.drop(profile);
      seen.delete(profile);
      newest.delete(profile);
      if (entryOf(profile) === null) return;
      entries = entries.filter(({ id }) => id !== profile);
      save();
      follow();
      await vault.forget(recordOf(profile));
    },
    profiles: () => entries.map(({ id }) => id),
    notice: () => file.notice(),
    saveAgain: () => file.saveAgain(),
    settled: async () => {
      await line;
      await file.settled();
    },
    wipe: async () => {
      await file.reset();
      for (const { id } of entries) server.drop(id);
      entries = [];
      port = null;
      seen.clear();
      newest.clear();
      follow();
      await line;
    },
    stop: async () => {
      stopped = true;
      next();
      await line;
      await file.settled();
    },
  };
}

/** The record of the vault that holds a profile's token. */
const recordOf = (profile: string) => `gateway-${profile}`;

/**
 * What an ended session ID is known again by. With the organization in it, an ID of another one is never
 * taken for this one's.
 */
const idHash = ({ orgId }: SessionKeys, sessionId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([orgId, sessionId]))
    .digest('hex');

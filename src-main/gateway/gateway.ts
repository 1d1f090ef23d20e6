/**
 * The gateway as a whole: for which profiles it is on, and their tokens. Its port is in gateway-port.ts.
 * It decides nothing about a request; see gateway-server.ts.
 */
import type { GatewayHour, GatewayView } from '../../src-shared/hand-off.ts';
import { fail, notNow, ok, type Result } from '../../src-shared/result.ts';
import type { NoticeView } from '../../src-shared/snapshot.ts';
import { createKeptValue } from '../files/kept-value.ts';
import type { JsonStore } from '../files/json-store.ts';
import { hashOf, isSameHash, newToken } from '../grants/token.ts';
import type { Clock, SessionKeys } from '../ports.ts';
import type { Vault } from '../vault/vault-types.ts';
import { createEarlierIds } from './earlier-ids.ts';
import { gatewayFile, parseGateway, type GatewayEntry } from './gateway-file.ts';
import { createGatewayPort } from './gateway-port.ts';
import type { GatewayServer } from './gateway-server.ts';

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
  const { vault, server, onChange } = deps;
  let entries: readonly GatewayEntry[] = [];
  const earlier = createEarlierIds();
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
  const wanted = () => deps.isAllowed() && entries.some(({ on }) => on);
  const port = createGatewayPort({ server, clock: deps.clock, wanted, onFound: save, onChange });
  const address = () =>
    port.number() === null ? null : `http://127.0.0.1:${port.number()}/api/v2`;

  function save(): void {
    file.save(() => gatewayFile({ port: port.number(), profiles: entries }));
    onChange();
  }

  function change(next: GatewayEntry): void {
    entries = [...entries.filter(({ id }) => id !== next.id), next];
    save();
    port.follow();
  }

  /** The token that the vault has; null where it is closed, or has another one than the file says. */
  function tokenOf({ id, tokenHash }: GatewayEntry): string | null {
    const token = vault.get(recordOf(id))?.['token'];
    return token !== undefined && isSameHash(hashOf(token), tokenHash) ? token : null;
  }

  /** A new one, of which the vault has the text and the file the hash. */
  async function makeToken(profile: string, on: boolean): Promise<void> {
    const token = newToken();
    server.drop(profile);
    change({ id: profile, on, tokenHash: hashOf(token), earlier: [...earlier.of(profile)] });
    await vault.put(recordOf(profile), { token });
    onChange();
  }

  return {
    load: async () => {
      const read = await file.load();
      if (read !== null) {
        port.take(read.port);
        entries = read.profiles;
        for (const one of entries) earlier.take(one.id, one.earlier);
      }
      port.follow();
    },
    follow: () => port.follow(),
    view: (profile) => {
      const entry = entryOf(profile);
      const on = entry?.on === true;
      return {
        on,
        state: !on ? 'off' : deps.isAllowed() ? port.state() : 'asleep',
        address: address(),
        hasToken: entry !== null && vault.peek(recordOf(profile)) !== null,
        hour: on ? deps.hour(profile) : null,
      };
    },
    of: (profile) => {
      const entry = entryOf(profile);
      const at = address();
      if (entry?.on !== true || port.state() !== 'open' || at === null) return null;
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
      await port.settled();
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
      return (await port.renew()) ? ok(null) : fail({ kind: 'internal' });
    },
    see: (profile, number, keys) => {
      if (!earlier.see(profile, number, keys)) return;
      const entry = entryOf(profile);
      if (entry === null) return;
      const known = { ...entry, earlier: [...earlier.of(profile)] };
      entries = entries.map((one) => (one === entry ? known : one));
      save();
    },
    isOwn: (...session) => earlier.isOwn(...session),
    forgetProfile: async (profile) => {
      server.drop(profile);
      earlier.forget(profile);
      if (entryOf(profile) === null) return;
      entries = entries.filter(({ id }) => id !== profile);
      save();
      port.follow();
      await vault.forget(recordOf(profile));
    },
    profiles: () => entries.map(({ id }) => id),
    notice: () => file.notice(),
    saveAgain: () => file.saveAgain(),
    settled: async () => {
      await port.settled();
      await file.settled();
    },
    wipe: async () => {
      await file.reset();
      for (const { id } of entries) server.drop(id);
      entries = [];
      port.take(null);
      earlier.clear();
      port.follow();
      await port.settled();
    },
    stop: async () => {
      await port.stop();
      await file.settled();
    },
  };
}

/** The record of the vault that holds a profile's token. */
const recordOf = (profile: string) => `gateway-${profile}`;

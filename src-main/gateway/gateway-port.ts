/**
 * The one port of the gateway: which it is, and whether it listens. It is opened while it is wanted, and
 * tried again while the system does not give it.
 */
import { randomInt } from 'node:crypto';
import type { Cancel, Clock } from '../ports.ts';
import type { GatewayServer, Listening } from './gateway-server.ts';

/** A port that is taken, or that the system refused, is tried again. */
const TRIED_EVERY_MS = 30_000;
/** Below the ports that systems give to outgoing connections, so that none of these is in the way. */
const PORTS = { from: 17_000, to: 29_000 };
/** So many ports are tried before the first is kept. */
const MOST_PORTS_TRIED = 20;

export type PortState = Listening | 'off' | 'opening';

export interface GatewayPortDeps {
  readonly server: GatewayServer;
  readonly clock: Clock;
  readonly wanted: () => boolean;
  /** A port was found that is to be kept. */
  readonly onFound: () => void;
  readonly onChange: () => void;
}

export interface GatewayPort {
  /** Null before the gateway was first turned on. */
  number(): number | null;
  /** What the file says: `number`. */
  take(number: number | null): void;
  state(): PortState;
  /** To be called when `wanted` may say something else. */
  follow(): void;
  /** Closes, and looks for another port. Resolves to whether that one listens. */
  renew(): Promise<boolean>;
  /** Resolves when nothing is being opened or closed. */
  settled(): Promise<void>;
  /** Closes for good. */
  stop(): Promise<void>;
}

export function createGatewayPort(deps: GatewayPortDeps): GatewayPort {
  const { server, clock } = deps;
  let number: number | null = null;
  let state: PortState = 'off';
  let stopped = false;
  let again: Cancel = () => undefined;
  /** One change at a time. */
  let line: Promise<void> = Promise.resolve();

  const wanted = () => !stopped && deps.wanted();

  function become(next: PortState): void {
    if (state === next) return;
    state = next;
    if (!stopped) deps.onChange();
  }

  async function bring(): Promise<void> {
    again();
    if (!wanted()) {
      if (state === 'off') return;
      await server.close();
      become('off');
      return;
    }
    if (state === 'open') return;
    if (state === 'off') become('opening');
    const opened = number === null ? await openAnywhere() : await server.open(number);
    become(opened);
    if (opened !== 'open' && !stopped) again = clock.after(TRIED_EVERY_MS, next);
  }

  /** The first time: whichever port is free, and that one from then on. */
  async function openAnywhere(): Promise<Listening> {
    let opened: Listening = 'failed';
    for (let tries = 0; tries < MOST_PORTS_TRIED && opened !== 'open'; tries++) {
      const candidate = randomInt(PORTS.from, PORTS.to);
      opened = await server.open(candidate);
      if (opened === 'open') number = candidate;
    }
    if (opened === 'open') deps.onFound();
    return opened;
  }

  function next(): void {
    line = line.then(bring).catch(() => become('failed'));
  }

  return {
    number: () => number,
    take: (given) => {
      number = given;
    },
    state: () => state,
    follow: () => {
      if ((state === 'open') !== wanted()) next();
    },
    renew: async () => {
      line = line.then(async () => {
        await server.close();
        number = null;
        state = 'off';
        await bring();
      });
      await line;
      return state === 'open';
    },
    settled: () => line,
    stop: async () => {
      stopped = true;
      next();
      await line;
    },
  };
}

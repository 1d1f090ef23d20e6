/**
 * Chromium's debugging protocol over one wire: a session for the browser, and one for each target that it
 * is attached to. No more of Playwright than its types: to load it takes longer than all else that a
 * start of the host does.
 */
import { EventEmitter } from 'node:events';
import type { CDPSession } from 'playwright-core';
import type { Wire } from './wires.ts';

export interface CdpSession {
  /** Rejects with Chromium's refusal, and when the session ends before the answer. */
  readonly send: CDPSession['send'];
  /** `close` is told once, when the session has ended. */
  readonly on: CDPSession['on'];
}

interface FromChromium {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly sessionId: string | undefined;
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class CdpLine {
  readonly browser: CdpSession;
  readonly #wire: Wire;
  readonly #waiting = new Map<number, Waiting>();
  /** The browser's own has no ID. */
  readonly #emitters = new Map<string | undefined, EventEmitter>();
  #lastId = 0;
  #isOpen = true;

  constructor(wire: Wire) {
    this.#wire = wire;
    wire.onmessage = (message) => this.#take(message);
    wire.onclose = () => {
      this.#isOpen = false;
      for (const sessionId of [...this.#emitters.keys()].reverse()) this.#end(sessionId);
    };
    this.browser = this.session();
  }

  /** The session of this ID, which Chromium has told of. */
  session(sessionId?: string): CdpSession {
    const emitter = new EventEmitter();
    this.#emitters.set(sessionId, emitter);
    const send = (method: string, params: object = {}) =>
      new Promise<unknown>((resolve, reject) => {
        if (!this.#isOpen || !this.#emitters.has(sessionId)) {
          reject(ended(method));
          return;
        }
        this.#lastId += 1;
        this.#waiting.set(this.#lastId, { sessionId, method, resolve, reject });
        this.#wire.send({ id: this.#lastId, method, params, ...(sessionId && { sessionId }) });
      });
    const on = emitter.on.bind(emitter) as unknown;
    return { send: send as CdpSession['send'], on: on as CdpSession['on'] };
  }

  #take({ id, sessionId, method, params, result, error }: FromChromium): void {
    if (method !== undefined) {
      this.#emitters.get(sessionId)?.emit(method, params);
      if (method === 'Target.detachedFromTarget') this.#end(params?.sessionId);
      return;
    }
    const call = this.#waiting.get(id ?? 0);
    this.#waiting.delete(id ?? 0);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(`${call.method}: ${error.message}`));
  }

  #end(sessionId: string | undefined): void {
    const emitter = this.#emitters.get(sessionId);
    this.#emitters.delete(sessionId);
    for (const [id, call] of this.#waiting) {
      if (call.sessionId !== sessionId) continue;
      this.#waiting.delete(id);
      call.reject(ended(call.method));
    }
    emitter?.emit('close');
  }
}

const ended = (method: string) => new Error(`${method}: the page or Chromium is gone`);

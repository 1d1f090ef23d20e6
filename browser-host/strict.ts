/**
 * What keeps the stand-in honest: the types that hold each part against electron.d.ts, and the two
 * ways to fail loudly: for an API that the host lacks, and for an event that it never emits.
 */
import { EventEmitter } from 'node:events';

type Verb =
  'on' | 'once' | 'off' | 'addListener' | 'removeListener' | 'removeAllListeners' | 'emit';

/**
 * The part of `T` that a stand-in implements. The event methods of electron.d.ts return `this` and
 * are overloaded for each event, so no plain object has them; all else must match to the letter.
 */
export type Part<T, K extends keyof T> = {
  [P in K]: P extends Verb ? (...args: never[]) => unknown : T[P];
};

/** Asked of every object by Node, test runners and promises: not a use of Electron's API. */
const askedByAnybody = new Set(['then', 'toJSON', 'inspect', 'asymmetricMatch', '__esModule']);

/** Throws on every property that `target` does not have. */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'symbol' || key in object || askedByAnybody.has(key)) {
        return Reflect.get(object, key, receiver) as unknown;
      }
      throw new Error(`the browser host has no ${name}.${key}`);
    },
  });
}

/** An emitter that refuses listeners for events that the host neither emits nor knows as never due. */
export class HostEmitter extends EventEmitter {
  constructor(name: string, events: readonly string[]) {
    super();
    this.on('newListener', (event: string | symbol) => {
      if (typeof event === 'symbol' || event === 'newListener' || events.includes(event)) return;
      throw new Error(`the browser host does not emit '${event}' on ${name}`);
    });
  }
}

/** The first argument of a listener. */
export class HostEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Emits with a preventable event that also has `details`. True: a listener prevented it. */
export function emitPreventable(
  emitter: EventEmitter,
  name: string,
  details: object,
  ...args: unknown[]
): boolean {
  const event = Object.assign(new HostEvent(), details);
  emitter.emit(name, event, ...args);
  return event.defaultPrevented;
}

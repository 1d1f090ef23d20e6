/**
 * Hand-off as a whole: on where the person wants it, off else. Opens the door and puts the tools in
 * place, looks after both, and says how it stands.
 */
import type { HandOffView } from '../../src-shared/hand-off.ts';
import type { Cancel, Clock, LocalApi, ToolFolder } from '../ports.ts';

/** A folder that was replaced is noticed within this; a door that could not be opened is tried again. */
const LOOKED_AT_EVERY_MS = 5000;
const TRIED_EVERY_MS = 30_000;

export interface HandOffSwitch {
  /** To be called at each change of the settings. */
  follow(): void;
  state(): HandOffView['state'];
  hasTools(): boolean;
  /** Resolves when nothing is being opened or closed. */
  settled(): Promise<void>;
  /** Closes for good. */
  stop(): Promise<void>;
}

export interface HandOffSwitchDeps {
  readonly localApi: LocalApi;
  readonly tools: ToolFolder;
  readonly wanted: () => boolean;
  readonly clock: Clock;
  /** It was turned off: whoever waits for an answer gets none. */
  readonly onOff: () => void;
  readonly onChange: () => void;
}

export function createHandOffSwitch(deps: HandOffSwitchDeps): HandOffSwitch {
  const { localApi, tools, clock, onChange } = deps;
  let state: HandOffView['state'] = 'off';
  let hasTools = false;
  let stopped = false;
  let again: Cancel = () => undefined;
  /** One change at a time. */
  let line: Promise<void> = Promise.resolve();

  const wanted = () => !stopped && deps.wanted();

  function become(next: HandOffView['state']): void {
    if (state === next) return;
    state = next;
    if (!stopped) onChange();
  }

  async function bring(): Promise<void> {
    again();
    if (!wanted()) {
      if (state === 'off') return;
      deps.onOff();
      await localApi.close();
      become('off');
      return;
    }
    if (state === 'off') {
      become('opening');
      hasTools = await tools.install();
    }
    const isOpen = await localApi.open();
    become(isOpen ? 'on' : 'failed');
    if (!stopped) again = clock.after(isOpen ? LOOKED_AT_EVERY_MS : TRIED_EVERY_MS, next);
  }

  function next(): void {
    line = line.then(bring).catch(() => become('failed'));
  }

  return {
    follow: () => {
      const isOn = state !== 'off';
      if (isOn !== wanted()) next();
    },
    state: () => state,
    hasTools: () => hasTools,
    settled: () => line,
    stop: async () => {
      stopped = true;
      next();
      await line;
    },
  };
}

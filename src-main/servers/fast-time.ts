/**
 * Fast time of the practice sandbox: 35 minutes in one, so that a touch, an expiry and a recovery can
 * be watched. It runs while there is something to watch, and gives a person time for a code.
 */
import { isOpen, type OpenView, type SessionView } from '../../src-shared/session-view.ts';
import type { Cancel, Practice } from '../ports.ts';

/** A session's 35 minutes pass in one. */
const FAST = 35;

export interface FastTime {
  /** As the person has set it; it may be waiting. */
  isOn(): boolean;
  set(on: boolean): void;
  /** To be called when a session has changed. */
  follow(): void;
}

/** `sessions`: those of the practice sandbox. */
export function createFastTime(deps: {
  readonly practice: Pick<Practice, 'clock'>;
  readonly sessions: () => readonly SessionView[];
  readonly onChange: () => void;
}): FastTime {
  const { clock } = deps.practice;
  let on = false;
  let cancel: Cancel = () => undefined;

  function follow(): void {
    cancel();
    const open = on ? deps.sessions().filter(isOpen) : [];
    const waitMs = Math.max(0, ...open.map(codeWaits));
    const speed = open.length > 0 && waitMs === 0 ? FAST : 1;
    if (speed !== clock.speed()) {
      clock.setSpeed(speed);
      deps.onChange();
    }
    // A code that is never entered holds the time up only for as long as it works.
    if (waitMs > 0 && waitMs < Infinity) cancel = clock.after(waitMs, follow);
  }

  /** How long a person may still be busy with a code, in milliseconds. */
  function codeWaits({ mfa }: OpenView): number {
    if (mfa.step === 'start') return 0;
    return mfa.step === 'codeWanted' ? Math.max(0, mfa.worksUntil - clock.now().wall) : Infinity;
  }

  return {
    isOn: () => on,
    set: (next) => {
      on = next;
      follow();
      deps.onChange();
    },
    follow,
  };
}

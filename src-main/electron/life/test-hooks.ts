/**
 * What unpackaged builds let a test or a developer do: move the clock, reload the window. Releases
 * are built without it (see TEST_HOOKS).
 */
import type { BrowserWindow } from 'electron';
import type { App } from '../../app.ts';
import type { MovableClock } from '../../system/movable-clock.ts';

export interface TestHooks {
  /** Moves wall and monotonic clock by `ms`, runs due timers in order, resolves when all is quiet. */
  advance(ms: number): Promise<void>;
  /** The same, but waits for nothing: for a call that is left without an answer. */
  move(ms: number): Promise<void>;
  /** Milliseconds until the next timer is due; null when there is none. */
  nextTimerIn(): number | null;
  settled(): Promise<void>;
  /** Sets the wall clock forward or back by `ms`. */
  jumpWall(ms: number): void;
}

declare global {
  var tabkeeperTestHooks: TestHooks | undefined;
}

export function installTestHooks(
  clock: MovableClock,
  app: App,
  currentWindow: () => BrowserWindow | null,
): void {
  const settled = () => app.settled();
  globalThis.tabkeeperTestHooks = {
    advance: (ms) => clock.advance(ms, settled),
    move: (ms) => clock.advance(ms, () => Promise.resolve()),
    nextTimerIn: () => clock.nextTimerIn(),
    settled,
    jumpWall: (ms) => clock.jumpWall(ms),
  };
  // Sent by `npm run dev` when the renderer was rebuilt.
  process.on('message', (message) => {
    if (message === 'tabkeeper:reload') currentWindow()?.webContents.reload();
  });
}

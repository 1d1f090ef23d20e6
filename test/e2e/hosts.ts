/** Runs the same specs on both hosts; one that cannot run here is skipped with its reason. */
import { describe } from 'vitest';
import type { HostName } from '../driver/driver.ts';
import { electronMissing } from '../driver/electron-app.ts';

export function onEachHost(name: string, specs: (host: HostName) => void): void {
  describe(`${name}, in the browser host`, () => specs('browser'));
  onElectron(name, () => specs('electron'));
}

/** The end of a name: why it is skipped, if it is. */
export const skipped = (reason: string | null): string =>
  reason === null ? '' : ` (skipped: ${reason})`;

/** For what only real Electron can show. */
export function onElectron(name: string, specs: () => void): void {
  const missing = electronMissing();
  describe.skipIf(missing !== null)(`${name}, on Electron${skipped(missing)}`, specs);
}

/**
 * For what only the browser host can record and drive: tray, dialogs, power, a fake keyring. Real
 * Electron shows them on a desktop, where no test can click.
 */
export function onBrowserHost(name: string, specs: () => void): void {
  describe(`${name}, in the browser host`, specs);
}

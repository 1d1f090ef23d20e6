/**
 * Opens preferences and the list of profiles as the app does, with electron-store on the stand-in for
 * Electron: for each folder given on stdin, the outcome as one line.
 */
import path from 'node:path';
import { text } from 'node:stream/consumers';
import '../../../browser-host/register.ts';
import { openProfileStore } from '../../../src-main/profiles/store.ts';

const { openPreferences } = await import('../../../src-main/electron/preferences.ts');
const { folders, change } = JSON.parse(await text(process.stdin)) as {
  folders: readonly string[];
  change: 'none' | 'set' | 'wipe';
};
for (const folder of folders) {
  let outcome: unknown;
  try {
    const preferences = openPreferences(folder, 1_000);
    const { maxHours } = preferences.settings();
    if (change === 'set') preferences.changeSettings({ maxHours: 5 });
    if (change === 'wipe') preferences.wipe();
    const { maxHours: after } = preferences.settings();
    const store = openProfileStore(path.join(folder, 'profiles.json'), () => 1_000);
    const { is: list } = await store.load();
    const saved =
      change === 'set' && (await store.save({ version: 1, selected: '', profiles: [] }));
    outcome = { maxHours, after, notice: preferences.notice()?.kind ?? null, list, saved };
  } catch (error) {
    outcome = { threw: String(error) };
  }
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

/**
 * Opens preferences and the list of profiles as the app does: for each folder given on stdin, the
 * outcome as one line. A process of its own can be somebody else, whom the disk refuses.
 */
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { openProfileStore } from '../../../src-main/profiles/profile-store.ts';
import { openPreferences, openPreferencesStore } from '../../../src-main/system/preferences.ts';

const now = () => 1_000;
const { folders, change } = JSON.parse(await text(process.stdin)) as {
  folders: readonly string[];
  change: 'none' | 'set';
};
for (const folder of folders) {
  let outcome: unknown;
  try {
    const preferences = await openPreferences({
      store: openPreferencesStore(path.join(folder, 'preferences.json'), now),
      onChange: () => undefined,
    });
    const { maxHours } = preferences.settings();
    if (change === 'set') preferences.changeSettings({ maxHours: 5 });
    await preferences.settled();
    const { maxHours: after } = preferences.settings();
    const store = openProfileStore(path.join(folder, 'profiles.json'), now);
    const { is: list } = await store.load();
    const saved =
      change === 'set' && (await store.save({ version: 1, selected: '', profiles: [] }));
    outcome = { maxHours, after, notice: preferences.notice()?.kind ?? null, list, saved };
  } catch (error) {
    outcome = { threw: String(error) };
  }
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

/** A secret on the clipboard, in the stand-in for Electron. */
import { beforeEach, expect, it, vi } from 'vitest';
import { put } from '../../../../src-main/electron/desktop/clipboard.ts';
import { createSecretClipboard } from '../../../../src-main/electron/desktop/secret-clipboard.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { clipboard } from '../../../../browser-host/electron/desktop.ts';
import { record } from '../../../../browser-host/record.ts';
import { pretend } from '../platform.ts';

const SECRET = '!bSecretSessionID3Rq8';
let clock: ManualClock;
const quiet = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  clock = new ManualClock();
  Object.assign(record, { clipboardIsHeld: false, clipboardRefuses: [] });
  clipboard.clear();
});

it('is cleared after 30 seconds, and not before', async () => {
  const secrets = createSecretClipboard(clock);
  expect(await secrets.copy(SECRET)).toBe(true);
  clock.advance(29_999);
  await quiet();
  expect(await clipboard.readText()).toBe(SECRET);
  clock.advance(1);
  await quiet();
  expect(await clipboard.readText()).toBe('');
});

it('is left alone when the user has copied something else since', async () => {
  await createSecretClipboard(clock).copy(SECRET);
  await clipboard.writeText('a shopping list');
  clock.advance(30_000);
  await quiet();
  expect(await clipboard.readText()).toBe('a shopping list');
});

it('has 30 seconds from the newest copy', async () => {
  const secrets = createSecretClipboard(clock);
  await secrets.copy(SECRET);
  clock.advance(20_000);
  await secrets.copy(SECRET);
  clock.advance(20_000);
  await quiet();
  expect(await clipboard.readText()).toBe(SECRET);
  clock.advance(10_000);
  await quiet();
  expect(await clipboard.readText()).toBe('');
});

it('[S129] goes with its session, if it is still there, and no other does', async () => {
  const secrets = createSecretClipboard(clock);
  await secrets.copy(SECRET);
  await secrets.forget('!bAnotherSession');
  expect(await clipboard.readText()).toBe(SECRET);
  await secrets.forget(SECRET);
  expect(await clipboard.readText()).toBe('');
  await secrets.copy(SECRET);
  await clipboard.writeText('a shopping list');
  await secrets.forget(SECRET);
  expect(await clipboard.readText()).toBe('a shopping list');
});

it('goes with its session out of a longer text too, as a copied line is', async () => {
  const secrets = createSecretClipboard(clock);
  await secrets.copy(` BILL_SESSION_ID='${SECRET}'\ncurl`);
  await secrets.forget('!bAnotherSession');
  expect(await clipboard.readText()).toContain(SECRET);
  await secrets.forget(SECRET);
  expect(await clipboard.readText()).toBe('');
});

it('goes with the app, if it is still ours', async () => {
  const secrets = createSecretClipboard(clock);
  await secrets.copy(SECRET);
  await secrets.clear();
  expect(await clipboard.readText()).toBe('');
  await secrets.copy(SECRET);
  await clipboard.writeText('theirs');
  await secrets.clear();
  expect(await clipboard.readText()).toBe('theirs');
});

it.each([
  ['darwin', ['org.nspasteboard.ConcealedType']],
  [
    'win32',
    [
      ...['ExcludeClipboardContentFromMonitorProcessing', 'CanIncludeInClipboardHistory'],
      'CanUploadToCloudClipboard',
    ],
  ],
  ['linux', ['x-kde-passwordManagerHint']],
] as const)('asks the histories of %s to look away', async (platform, formats) => {
  pretend(platform);
  await createSecretClipboard(clock).copy(SECRET);
  expect(record.clipboardFormats).toEqual(
    formats.map((format) => `electron application/osclipboard;format="${format}"`),
  );
});

it('is copied all the same where the system takes no such hint', async () => {
  pretend('linux');
  record.clipboardRefuses = ['electron application/osclipboard;format="x-kde-passwordManagerHint"'];
  expect(await createSecretClipboard(clock).copy(SECRET)).toBe(true);
  expect(await clipboard.readText()).toBe(SECRET);
});

it('that did not arrive is not said to be copied, though Electron says nothing of it', async () => {
  record.clipboardIsHeld = true;
  expect(await createSecretClipboard(clock).copy(SECRET)).toBe(false);
  expect(await put('a text', () => clipboard.writeText('a text'))).toBe(false);
});

it('that could not be read back is cleared all the same, and so is the one before it', async () => {
  const secrets = createSecretClipboard(clock);
  await secrets.copy('the one before');
  const read = vi.spyOn(clipboard, 'readText').mockRejectedValue(new Error('held by another'));
  expect(await secrets.copy(SECRET)).toBe(false);
  read.mockRestore();
  await secrets.clear();
  expect(await clipboard.readText()).toBe('');

  await secrets.copy('the one before');
  record.clipboardIsHeld = true;
  expect(await secrets.copy(SECRET)).toBe(false);
  record.clipboardIsHeld = false;
  await secrets.clear();
  expect(await clipboard.readText()).toBe('');
});

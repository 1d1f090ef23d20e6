/** Whether the Secret Service says that the keyring is locked, and what it is asked. */
import { expect, it } from 'vitest';
import { isKeyringLocked, usesSecretService } from '../../../src-main/system/keyring-lock.ts';

it.each([
  ['gdbus', '(<true>,)\n', true],
  ['gdbus', '(<false>,)\n', false],
  ['busctl', 'b true\n', true],
  ['dbus-send', 'method return\n   variant       boolean true\n', true],
  ['dbus-send', '', null],
  ['none', '', null],
] as const)('is what %s says: %j', async (tool, output, locked) => {
  const asked: string[] = [];
  const answer = await isKeyringLocked((file, args) => {
    asked.push([file, ...args].join(' '));
    return Promise.resolve(file === tool ? output : null);
  });
  expect(answer).toBe(locked);
  expect(asked[0]).toBe(
    'gdbus call --session --timeout=1 --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets/aliases/default --method org.freedesktop.DBus.Properties.Get org.freedesktop.Secret.Collection Locked',
  );
});

it.each([
  ['', 'GNOME', true],
  ['', 'ubuntu:GNOME', true],
  ['', 'sway', true],
  ['', undefined, true],
  ['', 'KDE', false],
  ['', 'plasma:KDE', false],
  // The first that Chromium knows.
  ['', 'XFCE:KDE', true],
  ['basic', 'GNOME', false],
  ['kwallet', 'GNOME', false],
  ['kwallet5', 'GNOME', false],
  ['kwallet6', 'GNOME', false],
  ['gnome-libsecret', 'KDE', true],
  // Names that Chromium does not know decide nothing.
  ['gnome-keyring', 'KDE', false],
  ['kwallet7', 'GNOME', true],
] as const)(
  'with the store "%s" on the desktop %s: the Secret Service is asked: %s',
  (store, desktop, asked) => {
    expect(usesSecretService(store, { XDG_CURRENT_DESKTOP: desktop })).toBe(asked);
  },
);

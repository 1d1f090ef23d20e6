/** Whether the Secret Service says that the keyring is locked, and what it is asked. */
import { expect, it } from 'vitest';
import { isKeyringLocked } from '../../../src-main/system/keyring-lock.ts';

it.each([
  ['gdbus', '(<true>,)\n', true],
  ['gdbus', '(<false>,)\n', false],
  ['busctl', 'b true\n', true],
  ['dbus-send', 'method return\n   variant       boolean true\n', true],
  ['dbus-send', '', false],
  ['none', '', false],
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

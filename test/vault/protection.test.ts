/** Whether a keyring really protects: told by what it seals, not by what it says. */
import { expect, test } from 'vitest';
import { backendName, isRealTag, probe, tagOf } from '../../src-main/vault/protection.ts';
import type { SecretBox } from '../../src-main/vault/secret-box.ts';
import { MemorySecretBox, REFUSED } from '../fakes/memory-secret-box.ts';

const box = (change: (box: MemorySecretBox) => void, platform: NodeJS.Platform = 'linux') => {
  const made = new MemorySecretBox(platform);
  change(made);
  return made;
};

test('[V55] on Linux the fixed key is no protection, although the system calls it available', async () => {
  const fixed = box((one) => one.takeAway());
  expect(await fixed.available()).toBe(true);
  expect(await probe(fixed)).toMatchObject({ level: 'none', why: 'fixedKey' });
});

test.each([
  ['v11', 'gnome_libsecret', 'GNOME Keyring or another Secret Service'],
  ['v11', 'kwallet6', 'KWallet'],
  ['v11', 'basic_text', 'GNOME Keyring or another Secret Service'],
  ['v12', 'kwallet6', 'desktop portal'],
])('on Linux %s with %s selected is protected by: %s', async (tag, selected, backend) => {
  const real = box((one) => {
    one.tag = tag;
    one.selected = selected;
  });
  expect(await probe(real)).toMatchObject({ level: 'protected', backend });
});

test.each([
  ['darwin', 'macOS Keychain'],
  ['win32', 'Windows Data Protection'],
] as const)('on %s v10 is the normal tag', async (platform, backend) => {
  expect(await probe(box(() => undefined, platform))).toMatchObject({
    level: 'protected',
    backend,
  });
});

test('a keyring that is not there, refuses, or is of an unknown kind is no protection', async () => {
  expect(await probe(box((one) => (one.isAvailable = false)))).toMatchObject({
    why: 'unavailable',
  });
  expect(await probe(box((one) => one.reject(REFUSED)))).toMatchObject({ why: 'failed' });
  expect(await probe(box((one) => (one.tag = 'v77')))).toMatchObject({ why: 'failed' });
});

test('a keyring that gives back something else, or seals nothing, is no protection', async () => {
  const real = new MemorySecretBox();
  const of = (changes: Partial<SecretBox>): SecretBox => ({
    platform: 'linux',
    isLocked: () => real.isLocked(),
    available: () => real.available(),
    backend: () => {
      throw new Error('before ready');
    },
    seal: (text) => real.seal(text),
    open: (sealed) => real.open(sealed),
    ...changes,
  });
  const none = { level: 'none', why: 'failed', backend: null };
  const open = () => Promise.resolve({ text: '', shouldReseal: false });
  expect(await probe(of({ open }))).toEqual(none);
  const seal = (text: string) => Promise.resolve(Buffer.from(`v11${text}`));
  const unsealed = (sealed: Uint8Array) =>
    Promise.resolve({ text: Buffer.from(sealed).toString().slice(3), shouldReseal: false });
  expect(await probe(of({ seal, open: unsealed }))).toEqual(none);
  expect(await probe(of({ seal: () => Promise.resolve(new Uint8Array()) }))).toEqual(none);
});

test('the tag is three bytes of a known shape, and only Linux has bad ones', () => {
  expect(tagOf(Buffer.from('v11xyz'))).toBe('v11');
  expect(tagOf(Buffer.from('v1'))).toBe('none');
  expect(tagOf(Buffer.alloc(0))).toBe('none');
  expect(['v10', 'v11', 'v12', 'none'].map((tag) => isRealTag('linux', tag))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isRealTag('win32', 'v10')).toBe(true);
  expect(backendName('linux', 'basic_text', null)).toBeNull();
});

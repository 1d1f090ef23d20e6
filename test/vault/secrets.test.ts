/** Planted secrets, looked for in every byte that the vault lets out, in every form that they can take. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createContents } from '../../src-main/vault/contents.ts';
import { nodeDisk } from '../../src-main/files/disk.ts';
import { newDataKey } from '../../src-main/vault/sealed-records.ts';
import { formsOf } from '../e2e/secrets.ts';
import { MemorySecretBox, REFUSED } from '../fakes/memory-secret-box.ts';
import { diskError, diskWith, fileWith } from './disks.ts';
import { tempDir } from '../temp-dir.ts';
import { contentsOf, openVault } from './support.ts';

const CANARIES = {
  password: 'Canary/Pass+word "ä" & 100%',
  devKey: 'CANARY01DEVKEY02CANARY03',
  mfaId: 'canary-mfa-7f1c2a',
};

test('the scan finds a secret in each of its forms', () => {
  for (const secret of Object.values(CANARIES)) {
    for (const form of formsOf(secret)) expect(form.length).toBeGreaterThan(8);
    const inside = Buffer.from(`{"x":"${secret}"}`).toString('base64');
    expect(formsOf(secret).some((form) => inside.includes(form))).toBe(true);
  }
});

test('[V94] no byte that is written, logged, thrown or shown holds a secret or the data key', async () => {
  const dir = tempDir();
  const box = new MemorySecretBox();
  const sealed: string[] = [];
  const seal = box.seal.bind(box);
  box.seal = (text) => {
    sealed.push(text);
    return seal(text);
  };
  const out: string[] = [];
  const keep = (bytes: Uint8Array) => out.push(Buffer.from(bytes).toString('latin1'));
  let full = false;
  const disk = diskWith({
    open: async (file, flags, mode) => {
      if (full && file.endsWith('.tmp')) throw diskError('ENOSPC');
      const opened = await nodeDisk.open(file, flags, mode);
      return fileWith(opened, {
        writeFile: (bytes) => {
          keep(bytes);
          return opened.writeFile(bytes);
        },
      });
    },
  });

  const run = async (change: () => void) => {
    change();
    const { vault, events } = await openVault(dir, box, { disk });
    await vault.put('acme', CANARIES);
    await vault.put('beta', { notes: Object.values(CANARIES).join('\n') });
    const bad = { ...CANARIES, n: 1 } as unknown as Record<string, string>;
    const thrown: unknown[] = [
      await vault.put('acme', bad).catch((error: unknown) => error),
      await vault.put(CANARIES.password, CANARIES).catch((error: unknown) => error),
    ];
    expect(vault.get('acme')).toEqual(CANARIES);
    const shown = [vault, vault.status(), vault.notices(), vault.ids(), events, thrown];
    out.push(JSON.stringify([events, vault.notices(), vault.status()]));
    for (const one of shown) out.push(inspect(one, { showHidden: true, depth: 8 }));
    await vault.forget('beta');
    await vault.close();
    for (const bytes of Object.values(contentsOf(dir))) keep(Buffer.from(bytes, 'base64'));
  };
  await run(() => undefined);
  await run(() => (box.shouldReseal = true));
  await run(() => (full = true));
  await run(() => {
    full = false;
    box.takeAway();
  });
  await run(() => {
    box.giveBack();
    box.reject(REFUSED, 1);
  });

  const keys = sealed.filter((text) => text.startsWith('tabkeeper-data-key-1:'));
  expect(keys.length).toBeGreaterThan(0);
  const dataKeys = keys.map((text) => text.slice(text.indexOf(':') + 1));
  const raw = dataKeys.map((text) => Buffer.from(text, 'base64').toString('latin1'));
  const secrets = [...Object.values(CANARIES).flatMap(formsOf), ...dataKeys, ...raw];
  expect(out.length).toBeGreaterThan(20);
  for (const text of out) {
    // What was written is base64 inside: look into that too.
    const inner = [...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/gu)].map(([found]) =>
      Buffer.from(found, 'base64').toString('latin1'),
    );
    for (const place of [text, ...inner]) {
      for (const secret of secrets) expect(place.includes(secret)).toBe(false);
    }
  }
});

test('[V95] the data key is zeroed when it is replaced, forgotten or let go', () => {
  const [first, second] = [newDataKey(), newDataKey()];
  const isZero = (key: Buffer) => key.every((byte) => byte === 0);
  const contents = createContents();
  contents.adopt(first, []);
  contents.put('acme', CANARIES);
  contents.adopt(second, []);
  expect([isZero(first), isZero(second)]).toEqual([true, false]);
  expect(contents.get('acme')).toEqual(CANARIES);
  contents.clear();
  expect(isZero(second)).toBe(true);
  expect(contents.get('acme')).toBeNull();
});

/** What is kept, seen from the vault: how often it is asked, and what a shut one is spared. */
import { describe, expect, it } from 'vitest';
import type { BaseUrl } from '../../src-main/ports.ts';
import { createKeeping } from '../../src-main/profiles/keeping.ts';
import { createRecords } from '../../src-main/profiles/kept-records.ts';
import type { Vault, VaultStatus } from '../../src-main/vault/vault-types.ts';

type Fields = Readonly<Record<string, string>>;

/** A vault that counts, and opens when it is told. */
class CountingVault {
  readonly records = new Map<string, Fields>();
  readonly calls = { get: 0, put: 0, forget: 0 };
  is: VaultStatus['is'] = 'ready';

  get vault(): Vault {
    const shown = (fields: Fields) =>
      Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, k === 'for' ? v : '']));
    const readable = (id: string) => (this.is === 'ready' ? this.records.get(id) : undefined);
    return {
      open: () => Promise.resolve(),
      hurry: () => undefined,
      retry: () => Promise.resolve(),
      status: () => ({ is: this.is, backend: null }) as VaultStatus,
      notices: () => [],
      ids: () => [...this.records.keys()],
      get: (id) => {
        this.calls.get += 1;
        return readable(id) ?? null;
      },
      peek: (id) => {
        const found = readable(id);
        return found === undefined ? null : shown(found);
      },
      put: (id, fields) => {
        this.calls.put += 1;
        this.records.set(id, fields);
        return Promise.resolve('sealed');
      },
      forget: (id) => {
        this.calls.forget += 1;
        this.records.delete(id);
        return Promise.resolve('sealed');
      },
      wipe: () => Promise.resolve(true),
      renew: () => Promise.resolve(false),
      close: () => Promise.resolve(),
    };
  }
}

const typed = {
  baseUrl: 'https://api-stage.bill.com/api/v2' as BaseUrl,
  ...{ userName: 'dana', password: 'p', orgId: 'o', devKey: 'k', kind: 'password' as const },
};

const owner = { userName: 'dana', orgId: 'o', devKey: 'k', baseUrl: typed.baseUrl };

function start(whose = () => 'dana at acme') {
  const counting = new CountingVault();
  const { vault } = counting;
  return {
    counting,
    keeping: createKeeping({ vault, identity: whose, onChange: () => undefined }),
  };
}

describe('what is kept', () => {
  it('is told without decrypting anything', async () => {
    const { counting, keeping } = start();
    await keeping.signInWorked('a', typed);
    await keeping.keep('a', 'everything', null);
    counting.calls.get = 0;
    for (let n = 0; n < 100; n += 1) {
      expect(keeping.kept('a')).toBe('everything');
      expect(keeping.remembered('a')).toBeNull();
    }
    expect(counting.calls.get).toBe(0);
  });

  it('is not written again when nothing of it changes', async () => {
    const { counting, keeping } = start();
    await keeping.signInWorked('a', typed);
    await keeping.keep('a', 'everything', null);
    await keeping.signInWorked('a', typed);
    await keeping.rememberDevice('a', null);
    expect(counting.calls).toMatchObject({ put: 1, forget: 0 });
  });

  it('becomes less without anything new, and never more', async () => {
    const { counting, keeping } = start();
    expect(await keeping.keep('a', 'allButPassword', null)).toBe(false);
    await keeping.signInWorked('a', typed);
    await keeping.keep('a', 'everything', null);
    expect(await keeping.keep('a', 'allButPassword', null)).toBe(true);
    expect(counting.records.get('a')).toEqual({ for: 'dana at acme', devKey: 'k' });
    expect(await keeping.keep('a', 'everything', null)).toBe(false);
    expect(await keeping.keep('a', 'nothing', null)).toBe(true);
    expect(counting.records.size).toBe(0);
  });

  it('drops the device with the identity that it was remembered for', async () => {
    let whose = 'dana at acme';
    const { counting, keeping } = start(() => whose);
    await keeping.signInWorked('a', typed);
    await keeping.keep('a', 'everything', { mfaId: 'm', owner, until: 7 });
    expect(counting.records.get('a')).toMatchObject({ mfaId: 'm' });
    whose = 'dana at beta';
    expect(keeping.kept('a')).toBe('other');
    expect(keeping.remembered('a')).toBeNull();
    expect(await keeping.secrets('a')).toEqual({ password: '', devKey: '' });
    await keeping.signInWorked('a', typed);
    await keeping.keep('a', 'allButPassword', null);
    expect(counting.records.get('a')).toEqual({ for: 'dana at beta', devKey: 'k' });
  });
});

describe('while the file is unread', () => {
  it.each(['opening', 'waiting', 'locked', 'newerFormat'] as const)(
    '(%s) nothing is written, and what was chosen is used all the same',
    async (is) => {
      const { counting, keeping } = start();
      counting.is = is;
      expect(keeping.kept('a')).toBe('unknown');
      await keeping.signInWorked('a', typed);
      await keeping.keep('a', 'everything', null);
      await keeping.rememberDevice('a', { mfaId: 'm', owner, until: 7 });
      expect(keeping.kept('a')).toBe('everything');
      expect(await keeping.secrets('a')).toEqual({ password: 'p', devKey: 'k' });
      await keeping.follow();
      expect(counting.calls).toMatchObject({ put: 0, forget: 0 });
      counting.is = 'ready';
      await keeping.follow();
      await keeping.follow();
      expect(counting.calls).toMatchObject({ put: 1, forget: 0 });
      expect(counting.records.get('a')).toMatchObject({ password: 'p', mfaId: 'm' });
    },
  );

  it('a change that waits sees what the file held', async () => {
    const counting = new CountingVault();
    counting.records.set('a', { for: 'x', devKey: 'old', mfaId: 'm' });
    const records = createRecords(counting.vault, () => undefined);
    counting.is = 'locked';
    await records.change('a', (kept) => ({ ...kept, devKey: 'new' }));
    counting.is = 'ready';
    await records.follow();
    expect(counting.records.get('a')).toEqual({ for: 'x', devKey: 'new', mfaId: 'm' });
  });
});

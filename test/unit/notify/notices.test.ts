import { expect, it } from 'vitest';
import { noticeKinds, type NoticeView } from '../../../src-shared/snapshot.ts';
import { keyringHelp, noticeWords, storageWords } from '../../../src-shared/words.ts';
import { createNotices, vaultNotices } from '../../../src-main/notify/notices.ts';

it('notices are told once each, in the order of their sources, until they are dismissed', () => {
  let found: readonly NoticeView[] = [{ kind: 'secretsRestored', about: null }];
  const notices = createNotices(() => found);
  notices.add({ kind: 'launchStopped', about: 'Acme' });
  notices.add({ kind: 'launchStopped', about: 'Acme' });
  expect(notices.all().map(({ kind }) => kind)).toEqual(['secretsRestored', 'launchStopped']);
  notices.dismiss('launchStopped');
  expect(notices.all()).toEqual(found);
  notices.dismiss('secretsRestored');
  found = [...found, { kind: 'secretsSetAside', about: 'vault.unreadable-1.json' }];
  expect(notices.all().map(({ kind }) => kind)).toEqual(['secretsSetAside']);
  notices.add({ kind: 'launchStopped', about: 'Beta' });
  notices.clear();
  expect(notices.all().map(({ kind }) => kind)).toEqual(['secretsSetAside']);
});

it('what was dismissed, is over and comes again is told again', () => {
  const full: NoticeView = { kind: 'secretsRestored', about: null };
  let found: readonly NoticeView[] = [full];
  const notices = createNotices(() => found);
  notices.dismiss('secretsRestored');
  expect(notices.all()).toEqual([]);
  found = [];
  expect(notices.all()).toEqual([]);
  found = [full];
  expect(notices.all()).toEqual([full]);
});

it('what is not saved is told until it is', () => {
  const notices = createNotices(() => [{ kind: 'notSaved', about: null }]);
  notices.dismiss('notSaved');
  expect(notices.all()).toHaveLength(1);
});

it('the vault’s notices are told, without what the disk called its refusal', () => {
  expect(
    vaultNotices([
      { kind: 'notSaved', code: 'ENOSPC' },
      { kind: 'unreadableSetAside', file: 'vault.unreadable-1.json' },
      { kind: 'restoredFromBackup' },
    ]),
  ).toEqual([
    { kind: 'notSaved', about: null },
    { kind: 'secretsSetAside', about: 'vault.unreadable-1.json' },
    { kind: 'secretsRestored', about: null },
  ]);
});

it.each(noticeKinds)('%s has words, with what it is about and without', (kind) => {
  for (const about of ['Acme', null]) {
    const { title, text } = noticeWords({ kind, about });
    expect(title).toMatch(/^[A-Z].*[^.]$/u);
    expect(text).toMatch(/^[A-Z].*\.$/u);
    expect(text).not.toMatch(/undefined|null| {2}/u);
  }
});

it('a sealed file is called sealed in each state, and only a missing one not written', () => {
  const backend = 'GNOME Keyring';
  const states = [
    { is: 'opening' },
    { is: 'waiting', isLocked: false, backend },
    { is: 'waiting', isLocked: true, backend },
    { is: 'ready', backend },
    { is: 'locked', why: 'unavailable', backend },
    { is: 'newerFormat' },
  ] as const;
  for (const state of states) expect(storageWords(state).file).toMatch(/^sealed/u);
  expect(storageWords({ is: 'memoryOnly', why: 'fixedKey', backend: null }).file).toMatch(
    /^not written/u,
  );
});

it('help about keyrings stands where the choice of one may help', () => {
  expect(keyringHelp({ is: 'memoryOnly', why: 'fixedKey', backend: null })).toContain(
    '--password-store=',
  );
  expect(keyringHelp({ is: 'locked', why: 'unavailable', backend: null })).not.toBeNull();
  expect(keyringHelp({ is: 'locked', why: 'temporarily', backend: null })).toBeNull();
  expect(keyringHelp({ is: 'ready', backend: 'Keychain' })).toBeNull();
});

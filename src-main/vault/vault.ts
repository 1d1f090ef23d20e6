/**
 * The vault: secrets by record, sealed on disk where the system really protects them, in memory where
 * it does not. Joins the parts of this folder; what state it is in is decided here and nowhere else.
 */
import { nodeDisk } from '../files/disk.ts';
import { createContents } from './contents.ts';
import { headerFor } from './envelope.ts';
import { patient } from './patient-box.ts';
import {
  backendName,
  expectedBackend,
  isRealTag,
  probe,
  selectedBackend,
  tagOf,
} from './protection.ts';
import { isRecordId } from './sealed-records.ts';
import { isForOthers } from './vault-types.ts';
import type { LockedWhy } from '../../src-shared/snapshot.ts';
import type { Notice, Saved, Vault, VaultDeps, VaultStatus } from './vault-types.ts';
import { type Unlocked, unlock } from './unlock.ts';
import { createVaultFiles } from './vault-files.ts';

/** After this long without an answer, somebody is probably looking at a keyring dialog. */
const WAITING_AFTER_MS = 30_000;

/** A vault in `deps.dir`. Nothing is read, asked or written before `open`. */
export function createVault(deps: VaultDeps): Vault {
  const { dir, clock, log, onChange, disk = nodeDisk } = deps;
  const box = patient(deps.box, clock, () => {
    becomeWaiting();
    for (const settle of [...waiting]) settle();
  });
  const { platform } = box;
  const contents = createContents();
  const files = createVaultFiles({
    dir,
    disk,
    clock,
    contents,
    log,
    onSaved: () => drop('notSaved'),
    onNotSaved: (code) => {
      log({ event: 'vault-not-saved', code });
      notify({ kind: 'notSaved', code });
    },
  });

  let status: VaultStatus = { is: 'opening' };
  let notices: readonly Notice[] = [];
  /** An answer to an attempt of an earlier epoch is dropped: the vault was wiped or closed since. */
  let epoch = 0;
  let closed = false;
  let inFlight: Promise<void> | null = null;
  let opening: Promise<void> | null = null;
  const waiting = new Set<() => void>();

  function become(next: VaultStatus): void {
    const changed = JSON.stringify(next) !== JSON.stringify(status);
    status = next;
    if (!changed) return;
    log({ event: 'vault-status', status: next.is, why: 'why' in next ? next.why : '' });
    onChange();
  }

  function becomeWaiting(): void {
    become({ is: 'waiting', isLocked: box.waits(), backend: expectedBackend(box) });
  }

  function becomeLocked(why: LockedWhy): void {
    become({ is: 'locked', why, backend: expectedBackend(box), hasFile: true });
  }

  function notify(notice: Notice): void {
    notices = [...notices.filter(({ kind }) => kind !== notice.kind), notice];
    onChange();
  }

  function drop(kind: Notice['kind']): void {
    if (!notices.some((notice) => notice.kind === kind)) return;
    notices = notices.filter((notice) => notice.kind !== kind);
    onChange();
  }

  /** One attempt at a time: calls to a keyring that shows a dialog are answered together anyway. */
  function start(): Promise<void> {
    if (closed) return Promise.resolve();
    const mine = epoch;
    const running = (inFlight ??= attempt(mine).finally(() => {
      if (mine === epoch) inFlight = null;
    }));
    return new Promise((resolve) => {
      const settle = () => {
        cancel();
        waiting.delete(settle);
        resolve();
      };
      const cancel = clock.after(WAITING_AFTER_MS, () => {
        if (mine === epoch && status.is !== 'ready') becomeWaiting();
        settle();
      });
      waiting.add(settle);
      running.then(settle, settle);
    });
  }

  async function attempt(mine: number): Promise<void> {
    const { main, backup } = await files.read();
    const outcome = await unlock(main, backup, box);
    if (mine !== epoch) {
      if (outcome.is === 'opened') outcome.key.fill(0);
      return;
    }
    switch (outcome.is) {
      case 'noFile':
        return startEmpty(mine);
      case 'unreadable':
        notify({ kind: 'unreadableSetAside', file: await files.setAside('both') });
        return startEmpty(mine);
      case 'newer':
        become({ is: 'newerFormat' });
        return;
      case 'locked':
        becomeLocked(outcome.why);
        return;
      case 'opened':
        return adopt(outcome, main.is === 'missing');
    }
  }

  async function startEmpty(mine: number): Promise<void> {
    if (mine !== epoch) return;
    contents.startOver();
    // The data key is the probe: what is looked at and opened again is what will be stored.
    const protection = await probe(box, contents.keyText());
    if (mine !== epoch) return;
    if (protection.level === 'none') {
      become({ is: 'memoryOnly', why: protection.why, backend: protection.backend });
      return;
    }
    files.use(headerFor(platform, selectedBackend(box), protection.sealed));
    become({ is: 'ready', backend: protection.backend });
    if (contents.hasChanges()) await files.save();
  }

  async function adopt(
    opened: Extract<Unlocked, { is: 'opened' }>,
    mainIsMissing: boolean,
  ): Promise<void> {
    const { file } = opened;
    const { tag, backend, key } = file;
    contents.adopt(opened.key, file.records);
    files.use({ platform: file.platform, tag, backend, key });
    become({ is: 'ready', backend: backendName(platform, selectedBackend(box), tag) });
    if (opened.fromBackup) {
      if (!mainIsMissing) await files.setAside('main');
      log({ event: 'vault-restored' });
      notify({ kind: 'restoredFromBackup' });
    }
    const resealed = opened.shouldReseal && (await reseal(epoch));
    if (resealed || opened.fromBackup || contents.hasChanges()) await files.save();
  }

  /** Wraps the same data key again. What does not open again, or is weaker, is not taken. */
  async function reseal(mine: number): Promise<boolean> {
    try {
      const text = contents.keyText();
      const sealed = await box.seal(text);
      if (!isRealTag(platform, tagOf(sealed))) return false;
      if ((await box.open(sealed)).text !== text) return false;
      if (mine !== epoch || files.header() === null) return false;
      files.use(headerFor(platform, selectedBackend(box), sealed));
      log({ event: 'vault-key-rewrapped' });
      return true;
    } catch {
      return false; // The old wrapping has just worked: it stays, and the next start tries again.
    }
  }

  async function persist(): Promise<Saved> {
    if (status.is === 'opening') await opening;
    return files.save();
  }

  async function change(id: string, apply: () => void): Promise<Saved> {
    if (!isRecordId(id)) throw new TypeError('A vault record has no such ID.');
    if (closed) return 'notSaved';
    apply();
    onChange();
    return persist();
  }

  return {
    open: () => (opening ??= start()),
    hurry: () => box.hurry(),
    retry: async () => {
      if (status.is === 'opening') await opening;
      else if (status.is !== 'ready') await start();
      else if (contents.hasChanges() || files.hasOldLeft()) await persist();
    },
    status: () => status,
    notices: () => notices,
    ids: () => contents.ids(),
    get: (id) => contents.get(id),
    peek: (id) => contents.peek(id),
    put: (id, fields) => change(id, () => contents.put(id, fields)),
    forget: (id) =>
      change(id, () => {
        contents.remove(id);
        files.dropOld();
      }),
    wipe: async (alsoGone = () => Promise.resolve()) => {
      epoch += 1;
      inFlight = null;
      contents.clear();
      notices = [];
      become({ is: 'opening' });
      const wiping = files.wipe().then(async (wiped) => {
        if (!wiped) return false;
        log({ event: 'vault-wiped' });
        await alsoGone();
        return true;
      });
      opening = wiping.then(start, start);
      return wiping;
    },
    renew: async () => {
      if (!isForOthers(status)) return false;
      epoch += 1;
      inFlight = null;
      become({ is: 'opening' });
      const moving = files.setAside('both').then((moved) => moved !== null);
      opening = moving.then(start, start);
      return moving;
    },
    close: async () => {
      if (closed) return;
      closed = true;
      epoch += 1;
      box.stop();
      for (const settle of [...waiting]) settle();
      await files.close();
      contents.clear();
    },
  };
}

/** history.jsonl on the disk: damaged, cut, full, at its cap, killed in the middle, of a newer version. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../src-shared/history.ts';
import { nodeDisk } from '../../src-main/files/disk.ts';
import { MAX_BYTES, openHistoryFile } from '../../src-main/history/history-file.ts';
import { HEAD, toLine } from '../../src-main/history/history-lines.ts';
import { START } from '../fakes/manual-clock.ts';
import { diskError, diskWith, fileWith } from '../vault/disks.ts';
import { cleanUp, runChild } from '../vault/support.ts';
import { tempDir } from '../temp-dir.ts';
import { event, headOf } from './support.ts';

const NOW = START;
const calls = (count: number, from = START) =>
  Array.from({ length: count }, (_, n) => event('call', { from: from + n * 60_000 * 6 }));
const text = (events: readonly HistoryEvent[]) => HEAD + events.map(toLine).join('');

/** A new folder with a history of three lines in it, and the history, loaded. */
async function written(more: string = '') {
  const dir = tempDir();
  const place = path.join(dir, 'history.jsonl');
  const events = calls(3);
  writeFileSync(place, text(events) + more, { mode: 0o600 });
  const file = openHistoryFile(place);
  return { dir, place, events, file, loaded: await file.load(NOW) };
}

describe('the file of the history', () => {
  it('is made by the first event, for its owner alone, and grows by a line with each', async () => {
    const place = path.join(tempDir(), 'new', 'history.jsonl');
    const file = openHistoryFile(place);
    expect(await file.load(NOW)).toEqual({ events: [], aside: null, isForeign: false });
    const [one, two] = calls(2) as [HistoryEvent, HistoryEvent];
    expect(await file.write([one], [one])).toEqual([one]);
    const { ino } = statSync(place);
    expect(await file.write([one, two], [two])).toEqual([one, two]);
    expect(readFileSync(place, 'utf8')).toBe(text([one, two]));
    expect(statSync(place).ino).toBe(ino);
    if (process.platform !== 'win32') expect(statSync(place).mode & 0o777).toBe(0o600);
  });

  it('that was cut in its last line loses that line only, and is whole after the next', async () => {
    const { place, events, file, loaded } = await written('{"kind":"call","cau');
    expect(loaded).toEqual({ events, aside: null, isForeign: false });
    const next = event('sleep', { profile: null });
    await file.write([...events, next], [next]);
    expect(readFileSync(place, 'utf8')).toBe(text([...events, next]));
    expect(readdirSync(path.dirname(place))).toEqual(['history.jsonl']);
  });

  it('that is damaged in the middle is set aside as it was, and what can be read goes on', async () => {
    const { dir, place, events, file, loaded } = await written('\0\0\0\n' + toLine(event('sleep')));
    expect(loaded).toEqual({
      ...{ events: [...events, event('sleep')], isForeign: false },
      aside: `history.bad-${NOW}.json`,
    });
    expect(readFileSync(path.join(dir, loaded.aside ?? ''), 'utf8')).toContain('\0\0\0\n');
    await file.write(loaded.events, []);
    expect(readFileSync(place, 'utf8')).toBe(text(loaded.events));
  });

  it.each<readonly [string, (place: string) => void]>([
    ['a folder', (place) => mkdirSync(place)],
    ['a link to elsewhere', (place) => symlinkSync('/etc/hostname', place)],
    ['NULs', (place) => writeFileSync(place, Buffer.alloc(500))],
    [
      '50 MB',
      (place) => {
        writeFileSync(place, HEAD);
        truncateSync(place, 50 * 1024 * 1024);
      },
    ],
  ])('with %s in its place is set aside, and begins anew', async (_, put) => {
    const place = path.join(tempDir(), 'history.jsonl');
    put(place);
    const file = openHistoryFile(place);
    const aside = `history.bad-${NOW}.json`;
    expect(await file.load(NOW)).toEqual({ events: [], aside, isForeign: false });
    expect(await file.write(calls(1), calls(1))).toEqual(calls(1));
    expect(readFileSync(place, 'utf8')).toBe(text(calls(1)));
  });

  it('of a newer version, or that the disk refuses now, is left alone', async () => {
    const place = path.join(tempDir(), 'history.jsonl');
    const newer = headOf(1) + 'lines of another kind\n';
    writeFileSync(place, newer, { mode: 0o600 });
    const foreign = { events: [], aside: null, isForeign: true };
    expect(await openHistoryFile(place).load(NOW)).toEqual(foreign);
    expect(readFileSync(place, 'utf8')).toBe(newer);
    const refuses = diskWith({ open: () => Promise.reject(diskError('EACCES')) });
    expect(await openHistoryFile(place, refuses).load(NOW)).toEqual(foreign);
    expect(readdirSync(path.dirname(place))).toEqual(['history.jsonl']);
  });

  it('of an earlier version is written anew with the next line, so that its app leaves it alone', async () => {
    const place = path.join(tempDir(), 'history.jsonl');
    const events = calls(3);
    writeFileSync(place, headOf(-1) + events.map(toLine).join(''), { mode: 0o600 });
    const file = openHistoryFile(place);
    expect(await file.load(NOW)).toEqual({ events, aside: null, isForeign: false });
    const next = event('sleep', { profile: null });
    await file.write([...events, next], [next]);
    expect(readFileSync(place, 'utf8')).toBe(text([...events, next]));
  });

  it('takes a later line on an event for the last word, and keeps one of it when written anew', async () => {
    const { place, events, file } = await written();
    const [first] = events as [HistoryEvent];
    const more = { ...first, to: first.from + 60_000, count: 4 };
    const all = [more, ...events.slice(1)];
    await file.write(all, [more]);
    expect(readFileSync(place, 'utf8')).toBe(text([...events, more]));
    expect((await openHistoryFile(place).load(NOW)).events).toEqual(all);
    file.renew();
    await file.write(all, []);
    expect(readFileSync(place, 'utf8')).toBe(text(all));
  });
});

describe('the cap of 2 MiB', () => {
  it('is never passed: the oldest events go, a quarter at once, and the newest are there', async () => {
    const place = path.join(tempDir(), 'history.jsonl');
    const file = openHistoryFile(place);
    await file.load(NOW);
    let all: readonly HistoryEvent[] = [];
    let [most, anew] = [0, 0];
    for (let n = 0; n < 45; n += 1) {
      const more = calls(1_000, START + n * 1e9);
      const kept = await file.write([...all, ...more], more);
      expect(kept).not.toBeNull();
      if (kept !== null && kept.length < all.length + more.length) anew += 1;
      all = kept ?? all;
      expect(all.at(-1)).toBe(more.at(-1));
      most = Math.max(most, statSync(place).size);
    }
    expect(readFileSync(place, 'utf8')).toBe(text(all));
    expect(most).toBeLessThanOrEqual(MAX_BYTES);
    expect(most).toBeGreaterThan(MAX_BYTES * 0.9);
    expect(anew).toBeGreaterThan(1);
    expect(anew).toBeLessThan(8);
    expect((await openHistoryFile(place).load(NOW)).events).toEqual(all);
  });
});

describe('a disk that refuses', () => {
  it.each([
    ['no byte of a line', 0],
    ['half of a line', 20],
  ])('and takes %s keeps every older one, and the next write has them all', async (_, bytes) => {
    const { place, events } = await written();
    let full = true;
    const disk = diskWith({
      open: async (name, flags, mode) => {
        if (full && name.endsWith('.tmp')) throw diskError('ENOSPC');
        const opened = await nodeDisk.open(name, flags, mode);
        return fileWith(opened, {
          writeFile: async (all) => {
            if (!full) return opened.writeFile(all);
            await opened.writeFile(all.subarray(0, bytes));
            throw diskError('ENOSPC');
          },
        });
      },
    });
    const file = openHistoryFile(place, disk);
    await file.load(NOW);
    const next = event('sleep');
    expect(await file.write([...events, next], [next])).toBeNull();
    expect(await file.write([...events, next], [next])).toBeNull();
    expect((await openHistoryFile(place).load(NOW)).events).toEqual(events);
    full = false;
    expect(await file.write([...events, next], [next])).toEqual([...events, next]);
    expect(readFileSync(place, 'utf8')).toBe(text([...events, next]));
  });

  it('and cuts a line short without a word is found out', async () => {
    const { place, events } = await written();
    let lies = true;
    const disk = diskWith({
      open: async (name, flags, mode) => {
        const opened = await nodeDisk.open(name, flags, mode);
        const writeFile = (all: Uint8Array) => opened.writeFile(lies ? all.subarray(0, 9) : all);
        return fileWith(opened, { writeFile });
      },
    });
    const file = openHistoryFile(place, disk);
    await file.load(NOW);
    const next = event('sleep');
    expect(await file.write([...events, next], [next])).toBeNull();
    lies = false;
    expect(await file.write([...events, next], [next])).toEqual([...events, next]);
    expect(readFileSync(place, 'utf8')).toBe(text([...events, next]));
  });

  const mountable = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(!mountable)(
    'because it is really full loses nothing older (needs Linux and root to mount a tmpfs; skipped elsewhere)',
    async (test) => {
      const dir = path.join(tempDir(), 'mount');
      mkdirSync(dir);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', dir], {
          stdio: 'ignore',
        });
      } catch {
        return test.skip('this root may not mount');
      }
      cleanUp(() => execFileSync('umount', ['-l', dir], { stdio: 'ignore' }));
      const place = path.join(dir, 'history.jsonl');
      const file = openHistoryFile(place);
      await file.load(NOW);
      let all: readonly HistoryEvent[] = [];
      for (let n = 0; n < 40; n += 1) {
        const more = calls(50, START + n * 1e9);
        const kept = await file.write([...all, ...more], more);
        if (kept === null) break;
        all = kept;
      }
      expect(all.length).toBeGreaterThan(500);
      expect(all.length).toBeLessThan(2_000);
      // What was cut off in the middle may hold a few whole lines more.
      const { events, aside } = await openHistoryFile(place).load(NOW);
      expect(aside).toBeNull();
      expect(events.slice(0, all.length)).toEqual(all);
    },
  );
});

describe('a process that is killed', () => {
  it.each(['half of the line', 'before the sync', 'half of all anew', 'before the rename'])(
    'at %s loses at most the line that it was writing',
    async (moment) => {
      const { place, events } = await written();
      const ended = await runChild('../../history/children/note-and-die.ts', [place, moment]);
      expect(ended).toEqual({ code: null, signal: 'SIGKILL', out: '' });
      const { events: left, aside } = await openHistoryFile(place).load(NOW);
      expect(aside).toBeNull();
      expect(left.slice(0, 3)).toEqual(events);
      expect(left.length).toBe(moment === 'before the sync' ? 4 : 3);
      expect(readdirSync(path.dirname(place))).toEqual(['history.jsonl']);
    },
    60_000,
  );

  it('leaves a file that another line can follow', async () => {
    const { place, events } = await written();
    await runChild('../../history/children/note-and-die.ts', [place, 'half of the line']);
    const file = openHistoryFile(place);
    await file.load(NOW);
    const next = event('sleep');
    await file.write([...events, next], [next]);
    appendFileSync(place, toLine(event('newId')));
    expect((await openHistoryFile(place).load(NOW)).events).toEqual([
      ...events,
      next,
      event('newId'),
    ]);
  });
});

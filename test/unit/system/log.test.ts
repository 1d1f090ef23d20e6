import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFileLog, readLogTail } from '../../../src-main/system/log.ts';
import type { LogEntry } from '../../../src-main/ports.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { tempDir } from '../../temp-dir.ts';

const MIB = 1024 * 1024;

let base: string;
let dir: string;
const warnings: string[] = [];
const warn = (text: string) => {
  warnings.push(text);
};

beforeEach(() => {
  base = tempDir();
  dir = path.join(base, 'user', 'logs');
  warnings.length = 0;
});

const file = () => path.join(dir, 'tabkeeper.log');
const lines = (name = file()) => readFileSync(name, 'utf8').split('\n').slice(0, -1);
const entries: readonly LogEntry[] = [
  { event: 'started', version: '0.1.0', host: 'test' },
  { event: 'state', profile: 'first', state: 'open' },
  { event: 'call', endpoint: 'Login', by: 'you', outcome: 'ok', ms: 12 },
  { event: 'command-refused', caller: 'window', command: 'signIn', reason: 'tooFast' },
  { event: 'failure', where: 'two\nlines "and" quotes', name: 'TypeError' },
  { event: 'stopped' },
];

describe('the log file', () => {
  it.skipIf(process.platform === 'win32')('that others may read is closed to them', () => {
    mkdirSync(dir, { recursive: true });
    for (const name of [file(), `${file()}.1`]) {
      writeFileSync(name, '');
      chmodSync(name, 0o644);
    }
    createFileLog(dir, new ManualClock(), warn);
    for (const name of [file(), `${file()}.1`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  });

  it('holds one line of JSON for each entry, with the time', () => {
    const log = createFileLog(dir, new ManualClock(), warn);
    for (const entry of entries) log.write(entry);
    expect(lines().map((line): unknown => JSON.parse(line))).toEqual(
      entries.map((entry) => ({ at: '2026-11-24T10:00:00.000Z', ...entry })),
    );
    expect(warnings).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('and its folder are for their owner alone', () => {
    createFileLog(dir, new ManualClock(), warn).write({ event: 'stopped' });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it('goes on where the last run ended', () => {
    createFileLog(dir, new ManualClock(), warn).write({ event: 'stopped' });
    createFileLog(dir, new ManualClock(), warn).write({ event: 'stopped' });
    expect(lines()).toHaveLength(2);
  });

  it('is set aside at 1 MiB: two files, neither of them larger, nothing of the newest lost', () => {
    const log = createFileLog(dir, new ManualClock(), warn);
    const where = 'x'.repeat(3000);
    for (let n = 0; n < 1200; n += 1) log.write({ event: 'failure', where, name: String(n) });
    expect(readdirSync(dir).sort()).toEqual(['tabkeeper.log', 'tabkeeper.log.1']);
    expect(statSync(file()).size).toBeLessThanOrEqual(MIB);
    expect(statSync(`${file()}.1`).size).toBeLessThanOrEqual(MIB);
    expect(statSync(`${file()}.1`).size).toBeGreaterThan(MIB - 4096);
    const kept = [...lines(`${file()}.1`), ...lines()].map(
      (line) => (JSON.parse(line) as { name: string }).name,
    );
    const first = 1200 - kept.length;
    expect(kept).toEqual(kept.map((_, n) => String(first + n)));
    expect(warnings).toEqual([]);
  });

  it('that cannot be written says so once, by code alone, and throws nothing', () => {
    writeFileSync(path.join(base, 'user'), 'a file where the folder should be');
    const log = createFileLog(dir, new ManualClock(), warn);
    for (const entry of entries) log.write(entry);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^Tabkeeper cannot write its log \((?:ENOTDIR|EEXIST)\)\./u);
    expect(warnings[0]).not.toContain(base);
  });

  it('that could not be written for a while goes on afterwards', () => {
    writeFileSync(path.join(base, 'user'), '');
    const log = createFileLog(dir, new ManualClock(), warn);
    log.write({ event: 'stopped' });
    rmSync(path.join(base, 'user'));
    log.write({ event: 'stopped' });
    expect(lines()).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')(
    'neither follows a link in its place nor waits for the reader of a pipe',
    async () => {
      const elsewhere = path.join(base, 'elsewhere');
      writeFileSync(elsewhere, 'mine', { mode: 0o644 });
      mkdirSync(dir, { recursive: true });
      symlinkSync(elsewhere, file());
      createFileLog(dir, new ManualClock(), warn).write({ event: 'stopped' });
      expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
      expect(statSync(elsewhere).mode & 0o777).toBe(0o644);
      expect(await readLogTail(dir)).toBe('');
      rmSync(file());
      execFileSync('mkfifo', [file()]);
      createFileLog(dir, new ManualClock(), warn).write({ event: 'stopped' });
      expect(await readLogTail(dir)).toBe('');
      expect(warnings.map((text) => /\((\w+)\)/u.exec(text)?.[1])).toEqual(['ELOOP', 'ENXIO']);
    },
  );

  it('is not stopped by a clock that tells no date', () => {
    const log = createFileLog(dir, new ManualClock(NaN), warn);
    log.write({ event: 'stopped' });
    expect(warnings).toHaveLength(1);
  });
});

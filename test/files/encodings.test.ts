/** Files that were edited by hand or copied between systems: read where that is sure, else set aside. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileText } from '../../src-main/files/file-text.ts';
import { openHistoryFile } from '../../src-main/history/history-file.ts';
import { HEAD, toLine } from '../../src-main/history/history-lines.ts';
import { openProfileStore } from '../../src-main/profiles/profile-store.ts';
import { openPreferencesStore } from '../../src-main/system/preferences.ts';
import type { HistoryEvent } from '../../src-shared/history.ts';
import { noticeWords } from '../../src-shared/words.ts';
import { exportOf } from '../profiles/support.ts';
import { openVault, sealedVault } from '../vault/support.ts';
import { tempDir } from '../temp-dir.ts';

const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

/** What editors and systems make of a text, without changing what it says. */
const sure: readonly (readonly [how: string, write: (text: string) => Buffer])[] = [
  ['as it was', (text) => Buffer.from(text)],
  ['with a byte order mark', (text) => Buffer.from(`\u{feff}${text}`)],
  ['with the line breaks of Windows', (text) => Buffer.from(text.replaceAll('\n', '\r\n'))],
  ['with both', (text) => Buffer.from(`\u{feff}${text.replaceAll('\n', '\r\n')}`)],
  ['with a line break more', (text) => Buffer.from(`${text}\n`)],
  ['in UTF-16', (text) => utf16(`\u{feff}${text}`)],
  [
    'in UTF-16 with line breaks of Windows',
    (text) => utf16(`\u{feff}${text.replaceAll('\n', '\r\n')}`),
  ],
  ['in UTF-16 of the other order', (text) => swapped(utf16(`\u{feff}${text}`))],
  ['in UTF-16 without a mark', (text) => utf16(text)],
  ['in UTF-16 of the other order without a mark', (text) => swapped(utf16(text))],
];

/** What can only be guessed: a letter of it might be another. */
const unsure: readonly (readonly [how: string, write: (text: string) => Buffer])[] = [
  ['in Latin 1', (text) => Buffer.from(text, 'latin1')],
  ['in UTF-16 with half a sign at its end', (text) => utf16(`\u{feff}${text}`).subarray(0, -1)],
  [
    'in UTF-8 with a byte that is none',
    (text) => Buffer.concat([Buffer.from(text), Buffer.of(0xff)]),
  ],
];

const profiles = exportOf({ name: 'Café Zürich', userName: 'zoë@acme.example' });
const settings = { version: 1, maxHours: 7, note: 'größer' };
const jsonFiles = [
  ['profiles.json', openProfileStore, profiles],
  ['preferences.json', openPreferencesStore, settings],
] as const;

describe.each(jsonFiles)('[V71] %s', (name, open, value) => {
  const text = `${JSON.stringify(value, null, 2)}\n`;

  it.each(sure)('is read %s, and written as ours again', async (_, write) => {
    const file = path.join(tempDir(), name);
    writeFileSync(file, write(text));
    const store = open(file, () => 1);
    expect(await store.load()).toEqual({ is: 'read', value });
    expect(await store.save(value)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each(unsure)('is set aside byte for byte %s', async (_, write) => {
    const dir = tempDir();
    const bytes = write(text);
    writeFileSync(path.join(dir, name), bytes);
    const aside = name.replace('.json', '.bad-1.json');
    expect(await open(path.join(dir, name), () => 1).load()).toEqual({
      is: 'setAside',
      file: aside,
    });
    expect(readFileSync(path.join(dir, aside)).equals(bytes)).toBe(true);
  });
});

describe('[V71] the history', () => {
  const event: HistoryEvent = {
    kind: 'touch',
    cause: 'keepAlive',
    profile: 'first',
    from: 1000,
    to: 2000,
    count: 3,
    practice: false,
  };
  const later: HistoryEvent = { ...event, from: 5000, to: 6000 };
  const text = HEAD + toLine(event);

  it.each(sure)('is read %s, and stays readable when a line is added', async (_, write) => {
    const file = path.join(tempDir(), 'history.jsonl');
    writeFileSync(file, write(text));
    const opened = openHistoryFile(file);
    expect(await opened.load(1)).toEqual({ events: [event], aside: null, isForeign: false });
    expect(await opened.write([event, later], [later])).toEqual([event, later]);
    expect(await openHistoryFile(file).load(1)).toMatchObject({
      events: [event, later],
      aside: null,
    });
  });

  it('is set aside with a byte that is no text, and what can be read of it is shown', async () => {
    const dir = tempDir();
    const bytes = Buffer.concat([Buffer.from(text), Buffer.of(0xff)]);
    writeFileSync(path.join(dir, 'history.jsonl'), bytes);
    expect(await openHistoryFile(path.join(dir, 'history.jsonl')).load(1)).toEqual({
      events: [event],
      aside: 'history.bad-1.json',
      isForeign: false,
    });
    expect(readFileSync(path.join(dir, 'history.bad-1.json')).equals(bytes)).toBe(true);
  });
});

describe('[V71] the vault', () => {
  const acme = { password: 'correct horse', devKey: '01A' };
  const reformatted = [
    ...sure,
    ['in lines', (text: string) => Buffer.from(JSON.stringify(JSON.parse(text), null, 2))],
  ] as const;

  it.each(reformatted)('opens %s, and is written as ours again', async (_, write) => {
    const { dir, box, file } = await sealedVault({ acme });
    writeFileSync(file, write(readFileSync(file, 'utf8')));
    const { vault } = await openVault(dir, box);
    expect([vault.status().is, vault.notices(), vault.get('acme')]).toEqual(['ready', [], acme]);
    expect(await vault.put('acme', { ...acme, devKey: '01B' })).toBe('sealed');
    await vault.close();
    const again = await openVault(dir, box);
    expect(again.vault.get('acme')).toEqual({ ...acme, devKey: '01B' });
  });

  it('is set aside, sealed as it is, with a byte that is no text', async () => {
    const { dir, box, file } = await sealedVault({ acme });
    const bytes = Buffer.concat([readFileSync(file), Buffer.of(0xff)]);
    writeFileSync(file, bytes);
    const { vault } = await openVault(dir, box);
    expect(vault.notices()).toMatchObject([{ kind: 'unreadableSetAside' }]);
    const aside = readdirSync(dir).find((name) => name.startsWith('vault.unreadable-')) ?? '';
    expect(readFileSync(path.join(dir, aside)).equals(bytes)).toBe(true);
    await vault.close();
  });
});

describe('[V71] the sentence about a file that was set aside', () => {
  it.each(['profilesSetAside', 'settingsSetAside', 'secretsSetAside'] as const)(
    'says where it lies now, and that it may be its encoding: %s',
    (kind) => {
      const { text } = noticeWords({ kind, about: 'x.bad-1.json' });
      expect(text).toContain('was damaged, or not in UTF-8, and now lies in x.bad-1.json.');
    },
  );
});

it('[V71] text in UTF-8 and UTF-16 is read to its last sign, and nothing else is', () => {
  const text = '{"a":"ü€😀"}';
  for (const [how, write] of sure.filter(([how]) => !how.includes('break'))) {
    expect([how, fileText(write(text))?.text]).toEqual([how, text]);
  }
  expect(fileText(Buffer.alloc(0))).toEqual({ text: '', isPlain: true });
  expect(fileText(Buffer.of(0x80, 0x81))).toBeNull();
});

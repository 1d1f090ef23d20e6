/** The bytes of a vault file: what is ours comes back, and nothing else does. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Header,
  MAX_FILE_BYTES,
  encodeVault,
  headerFor,
  isGenuine,
  parseVault,
} from '../../src-main/vault/envelope.ts';
import {
  keyFromText,
  keyToText,
  newDataKey,
  openRecord,
  sealRecord,
} from '../../src-main/vault/sealed-records.ts';
import { anyText } from '../any-text.ts';

const key = newDataKey();
const header: Header = headerFor('linux', 'gnome_libsecret', Buffer.from('v11 a sealed data key'));
const records = [
  sealRecord(key, 'acme', { password: 'correct horse', devKey: '' }),
  sealRecord(key, 'beta', { password: 'battery staple' }),
];
const bytes = encodeVault(key, header, records);

/** The file as JSON, changed, and with a checksum that is right again: what a forger would do. */
function forged(change: (file: Record<string, unknown>) => void): Buffer {
  const file = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  change(file);
  delete file.sum;
  const sum = createHash('sha256').update(JSON.stringify(file)).digest('hex');
  return Buffer.from(JSON.stringify({ ...file, sum }));
}

test('any record comes back as it was, with odd names, empty and strange text', () => {
  const text = fc.oneof(anyText(), fc.constantFrom('', '\0', '__proto__', '💣'));
  const fields = fc
    .array(fc.tuple(text, text), { maxLength: 5 })
    .map((pairs) => Object.fromEntries(pairs));
  fc.assert(
    fc.property(fields, (given) => {
      const record = sealRecord(key, 'acme', given);
      const parsed = parseVault(encodeVault(key, header, [record]));
      const [read] = parsed.is === 'file' ? parsed.file.records : [];
      expect(read && openRecord(key, read)).toEqual(given);
    }),
  );
});

test('[V75] a field called __proto__ is a field and pollutes nothing', () => {
  const given = Object.fromEntries([['__proto__', 'polluted']]);
  const read = openRecord(key, sealRecord(key, 'acme', given));
  expect(Object.entries(read ?? {})).toEqual([['__proto__', 'polluted']]);
  expect('polluted' in {}).toBe(false);
});

test('a field that is no text is refused without its value', () => {
  const fields = { password: ['correct horse'] } as unknown as Record<string, string>;
  expect(() => sealRecord(key, 'acme', fields)).toThrow(
    'Every field of a vault record must be text.',
  );
});

test('[V61] a file cut at any byte is bad, and none is taken for a newer one', () => {
  for (let length = 0; length < bytes.length; length += 1) {
    expect(parseVault(bytes.subarray(0, length)).is, `cut to ${length}`).toBe('bad');
  }
});

test('[V64] a file with any one bit flipped is bad, and none is taken for a newer one', () => {
  const seen: Record<string, number> = {};
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const { is } = parseVault(flipped);
    seen[is] = (seen[is] ?? 0) + 1;
  }
  expect(seen).toEqual({ bad: bytes.length * 8 });
});

test('[V64] a record with any one bit flipped gives no text at all', () => {
  const [record] = records;
  const data = Buffer.from(record?.data ?? '', 'base64');
  for (let bit = 0; bit < data.length * 8; bit += 1) {
    const flipped = Buffer.from(data);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const forgery = { ...record, data: flipped.toString('base64') } as (typeof records)[number];
    expect(openRecord(key, forgery)).toBeNull();
  }
});

test('a record cannot stand in for another, nor another environment for the sandbox', () => {
  const [record] = records;
  if (record === undefined) throw new Error('There is a record.');
  expect(openRecord(key, { ...record, id: 'beta' })).toBeNull();
  expect(openRecord(newDataKey(), record)).toBeNull();
  const production = forged((file) => {
    const [first] = file.records as Record<string, unknown>[];
    if (first) first.environment = 'production';
  });
  expect(parseVault(production)).toEqual({ is: 'bad', why: 'notOurs' });
});

test('[V62] random bytes, NULs, nothing, other JSON and too much are bad, and nothing throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4096 }), (any) => {
      expect(parseVault(any).is).toBe('bad');
    }),
  );
  fc.assert(
    fc.property(fc.json(), (any) => {
      expect(parseVault(Buffer.from(any)).is).toBe('bad');
    }),
  );
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  for (const any of ['', '\0'.repeat(4096), 'null', '[]', '{}', '{"__proto__":{}}', deep]) {
    expect(parseVault(Buffer.from(any)).is).toBe('bad');
  }
  expect(parseVault(Buffer.alloc(MAX_FILE_BYTES + 1))).toEqual({ is: 'bad', why: 'tooLarge' });
});

test('[V63] plain text, a CBC file of electron-store and a second spelling are bad', () => {
  const plain = forged((file) => {
    file.records = [{ id: 'acme', password: 'typed by an attacker' }];
  });
  const cbc = Buffer.concat([Buffer.alloc(16, 7), Buffer.from(':'), Buffer.alloc(256, 9)]);
  const spaced = Buffer.from(JSON.stringify(JSON.parse(bytes.toString('utf8')), null, 1));
  const twice = Buffer.from(bytes.toString('utf8').replace('{', '{"version":1,'));
  const marked = Buffer.concat([Buffer.from('\u{feff}'), bytes]);
  for (const file of [plain, cbc, spaced, twice, marked]) expect(parseVault(file).is).toBe('bad');
});

test('[V63] a forger who mends the checksum is found out by the proof', () => {
  const forgeries = [
    forged((file) => (file.records as unknown[]).pop()),
    forged((file) => (file.records as unknown[]).reverse()),
    forged((file) => (file.backend = 'kwallet6')),
    forged((file) => (file.records as unknown[]).push(sealRecord(newDataKey(), 'own', { a: 'b' }))),
  ];
  const genuine = parseVault(bytes);
  expect(genuine.is === 'file' && isGenuine(key, genuine.file)).toBe(true);
  for (const forgery of forgeries) {
    const parsed = parseVault(forgery);
    expect(parsed.is).toBe('file');
    expect(parsed.is === 'file' && isGenuine(key, parsed.file)).toBe(false);
  }
});

test('a newer format is recognised by its number said twice, whatever else is in it', () => {
  const newer = (format: string, version: unknown) =>
    parseVault(Buffer.from(JSON.stringify({ format, version, whatever: [1] }))).is;
  expect(newer('tabkeeper-vault-2', 2)).toBe('newer');
  expect(newer('tabkeeper-vault-17', 17)).toBe('newer');
  expect(newer('tabkeeper-vault-1', 3)).toBe('bad');
  expect(newer('tabkeeper-vault-3', 1)).toBe('bad');
  expect(newer('tabkeeper-vault-0', 0)).toBe('bad');
  expect(newer('tabkeeper-vault-1.5', 1.5)).toBe('bad');
});

test('two IDs that are the same, an ID that is none, and a wrong provider tag are bad', () => {
  const twice = forged((file) => {
    file.records = [records[0], records[0]];
  });
  const odd = forged((file) => {
    file.records = [{ ...records[0], id: '__proto__' }];
  });
  const tagged = forged((file) => (file.tag = 'v12'));
  for (const file of [twice, odd, tagged]) expect(parseVault(file).is).toBe('bad');
});

test('the keyring holds a text that an empty or a foreign answer cannot be taken for', () => {
  expect(keyFromText(keyToText(key))?.equals(key)).toBe(true);
  const others = [
    '',
    ' ',
    key.toString('base64'),
    `${keyToText(key)}=`,
    keyToText(key).slice(0, -4),
  ];
  for (const other of others) expect(keyFromText(other)).toBeNull();
});

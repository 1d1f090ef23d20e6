/**
 * Blocks made from known values, in every format, order and way to quote: the reader never gives
 * another value, and gives all of them in nearly every case. Seeded; a night runs more of them.
 */
import { describe, expect, test } from 'vitest';
import { readPaste } from '../../src-shared/paste/read.ts';
import { fields, formats, type Account, type Field } from './formats.ts';
import { nasty } from './nasty.ts';
import { scaled } from '../scale.ts';
import { luck } from '../simulation/luck.ts';

const DAILY = 4000;
const CASES = scaled(DAILY, 20_000);
const SEED = 20_261_129;

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWYZabcdefghijkmnopqrstuvwyz23456789';

function accountOf(next: () => number): Account {
  const pick = <T>(from: ArrayLike<T>): T => from[Math.floor(next() * from.length)] as T;
  const id = (start: string) =>
    start + Array.from({ length: 20 - start.length }, () => pick(LETTERS)).join('');
  const local = pick(['dana', "o'neil", 'dana+bill', 'd.a-n_a', 'da%na', 'dänä', 'a&b', 'x{y}']);
  return {
    userName: next() < 0.7 ? 'dana@acme.example' : `${local}@acme.example`,
    password: pick(nasty),
    orgId: id('008'),
    devKey: id('01'),
  };
}

function shuffled(next: () => number): Field[] {
  const order: Field[] = [...fields];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other] as Field, order[at] as Field];
  }
  return order;
}

interface Told {
  cases: number;
  whole: number;
  readonly wrong: string[];
  readonly missed: Map<string, number>;
}

function tell(format: string, cases: number): Told {
  const ways = Object.entries(formats[format] ?? {});
  const told: Told = { cases: 0, whole: 0, wrong: [], missed: new Map() };
  const next = luck(SEED + format.length * 1009 + format.charCodeAt(0));
  for (let at = 0; at < cases; at++) {
    const [way, write] = ways[at % ways.length] ?? ways[0] ?? ['', () => null];
    const account = accountOf(next);
    const block = write(shuffled(next).map((field) => [field, account[field]]));
    if (block === null) continue;
    told.cases++;
    const { found } = readPaste(block);
    const others = Object.entries(found).filter(
      ([field, value]) => field !== 'url' && value !== account[field as Field],
    );
    if (others.length > 0) told.wrong.push(`${way}: ${block} gave ${JSON.stringify(others)}`);
    if (fields.every((field) => found[field] === account[field])) told.whole++;
    else {
      const missing = fields.filter((field) => found[field] === undefined);
      const what = `${way}: ${missing.map((field) => `${field} ${account[field]}`).join(', ')}`;
      told.missed.set(what, (told.missed.get(what) ?? 0) + 1);
    }
  }
  return told;
}

describe('blocks that are made from known values', () => {
  test('there are a hundred nasty values, each another one', () => {
    expect(new Set(nasty).size).toBeGreaterThanOrEqual(100);
  });

  const names = Object.keys(formats);
  test.each(names)('%s: never another value, and nearly always all of them', (format) => {
    const told = tell(format, Math.ceil(CASES / names.length));
    const rate = told.whole / told.cases;
    if (CASES > DAILY)
      process.stdout.write(`${format}: ${(rate * 100).toFixed(1)} % of ${told.cases}\n`);
    expect(told.wrong).toEqual([]);
    expect(told.cases).toBeGreaterThan(100);
    expect(rate, [...told.missed.keys()].slice(0, 40).join('\n')).toBeGreaterThanOrEqual(0.95);
  });
});

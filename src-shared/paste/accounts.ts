/**
 * Decides which values belong together. Names with BILL's prefix win over bare ones, values of
 * other products are ignored, and values of two accounts are never mixed.
 */
import { named, ownerOf, type Named } from './names.ts';
import type { Fact, PasteField, Reading, Unfilled } from './facts.ts';
import { targetOf, valueOf, type Outcome } from './values.ts';

interface Claim extends Named {
  readonly fact: Fact;
  readonly outcome: Outcome;
}

/** What one place says at one rank: an object, a command, a run of variables. */
interface Place {
  readonly rank: Named['rank'];
  readonly entry: readonly string[];
  readonly within: string;
  readonly fields: Map<PasteField, Outcome>;
}

const credentials: readonly PasteField[] = ['userName', 'password', 'tokenName', 'tokenValue'];

/** Decides the value of each field. */
export function settle(facts: readonly Fact[]): Omit<Reading, 'structured'> {
  const claims = ofBill(facts.flatMap(claimOf), facts);
  if (claims.length === 0) return { is: 'nothing', found: {}, unfilled: {} };
  const places = withoutInner(placesOf(claims));
  let settled: Map<PasteField, Outcome> | null = null;
  for (const rank of [3, 2, 1] as const) {
    const own = oneAccount(places.filter((place) => place.rank === rank));
    if (own === null) return { is: 'accounts', found: {}, unfilled: {} };
    settled = settled === null || settled.size === 0 ? own : joined(settled, own, rank);
  }
  return readingOf(settled ?? new Map());
}

function claimOf(fact: Fact): Claim[] {
  const name = named(fact.name);
  if (name === null) return [];
  const outcome = valueOf(name.field, fact);
  // Not used as signs of another product: an organization has a name too, and "session" may mean
  // anything.
  const id = name.wire || 'unfilled' in outcome || /^0|^!/u.test(outcome.value);
  if (/^org|^session$/u.test(name.alias) && !id && !name.alias.endsWith('id')) return [];
  return name.alias === 'session' && name.rank === 1 ? [] : [{ ...name, fact, outcome }];
}

/** What stands beside the user and the password of a database or a mail server. */
const CONNECTION = /^(?:host(?:name)?|port|db_?name|database|driver|dialect|ssl_?mode|schema)$/iu;

/** Leaves out what somebody else owns, by the names that it stands in and by what stands beside it. */
function ofBill(claims: readonly Claim[], facts: readonly Fact[]): Claim[] {
  const marked = new Set<string>();
  const elsewhere = new Set(facts.filter((it) => CONNECTION.test(it.name)).map((it) => it.within));
  for (const { field, generic, fact } of claims) {
    if (!generic && (field === 'orgId' || field === 'devKey')) marked.add(fact.within);
  }
  // What stands beside a reference to one of BILL's variables is BILL's too.
  const linked = new Set(
    facts.filter((it) => (named(targetOf(it.text ?? ''))?.rank ?? 1) > 1).map((it) => it.within),
  );
  const tokens = new Set(
    facts.filter((it) => it.name === 'kind' && it.text === 'token').map((it) => it.within),
  );
  return claims.flatMap((claim) => {
    const { fact } = claim;
    if (claim.rank === 1) {
      const owner = ownerOf(fact.path);
      if (owner === 'other') return [];
      if (elsewhere.has(fact.within) && !marked.has(fact.within)) return [];
      if (owner === 'unknown' && !marked.has(fact.within)) return [];
      if (claim.generic && owner !== 'bill' && !marked.has(fact.within)) return [];
      if (owner === 'bill' || linked.has(fact.within)) claim = { ...claim, rank: 2 };
    }
    return [tokens.has(fact.within) ? { ...claim, field: asToken(claim.field) } : claim];
  });
}

/** The wire calls a token's name and value `userName` and `password` (bill-api 2, S-TOKEN). */
function asToken(field: PasteField): PasteField {
  if (field === 'userName') return 'tokenName';
  return field === 'password' ? 'tokenValue' : field;
}

function placesOf(claims: readonly Claim[]): Place[] {
  const places = new Map<string, Place & { readonly by: Map<PasteField, Claim> }>();
  for (const claim of claims) {
    const { rank, fact, field } = claim;
    const key = `${rank} ${fact.within}`;
    const place = places.get(key) ?? {
      rank,
      entry: fact.entry,
      within: fact.within,
      fields: new Map<PasteField, Outcome>(),
      by: new Map<PasteField, Claim>(),
    };
    places.set(key, place);
    const before = place.by.get(field);
    const counts = before === undefined ? claim.outcome : which(before, claim, place.fields);
    if (counts === null) continue;
    place.fields.set(field, counts);
    place.by.set(field, claim);
  }
  return [...places.values()];
}

/** Which of two facts in one place counts; null: the first one. */
function which(
  before: Claim,
  claim: Claim,
  fields: ReadonlyMap<PasteField, Outcome>,
): Outcome | null {
  const said = fields.get(claim.field) ?? before.outcome;
  if (before.fact.name === claim.fact.name && claim.fact.laterCounts) return claim.outcome;
  if (before.wire !== claim.wire) return claim.wire ? claim.outcome : null;
  return agree(said, claim.outcome);
}

/** The two as one. A reference gives way to the value of the variable that it names. */
function agree(a: Outcome, b: Outcome): Outcome {
  if ('value' in a) return 'value' in b ? same(a, b) : agree(b, a);
  if (a.unfilled === 'empty' || (a.unfilled === 'reference' && a.toItself)) return b;
  return a;
}

const same = (a: { value: string }, b: { value: string }): Outcome =>
  a.value === b.value ? a : { unfilled: 'conflict' };

const differ = (a: Outcome | undefined, b: Outcome): boolean =>
  a !== undefined && 'value' in a && 'value' in b && a.value !== b.value;

/** An account's own organization counts, and not each of those in a list inside of it. */
function withoutInner(places: readonly Place[]): Place[] {
  return places.filter(
    (place) =>
      !places.some(
        (outer) =>
          outer.entry.length < place.entry.length &&
          outer.entry.every((it, index) => it === place.entry[index]) &&
          outer.rank >= place.rank &&
          [...place.fields.keys()].some((field) => outer.fields.has(field)),
      ),
  );
}

/** The places of one rank as one; null when they are of two accounts. */
function oneAccount(places: readonly Place[]): Map<PasteField, Outcome> | null {
  const all = new Map<PasteField, Outcome>();
  for (const [field, outcome] of places.flatMap(({ fields }) => [...fields])) {
    const before = all.get(field);
    if (field !== 'url' && differ(before, outcome)) return null;
    all.set(field, before === undefined ? outcome : agree(before, outcome));
  }
  const key = (place: Place) => place.entry.join(' ');
  const entries = places.filter((place) => place.entry.length > 0);
  if (new Set(entries.map(key)).size < 2) return all;
  // Entries of a list that do not contradict each other: one of them, with what it stands in.
  const fullest = entries.reduce((a, b) => (b.fields.size > a.fields.size ? b : a));
  const own = places.filter((place) => key(fullest).startsWith(key(place)));
  return new Map(own.flatMap(({ fields }) => [...fields]));
}

/** What a lower rank adds; nothing when it contradicts, or would complete somebody else's pair. */
function joined(
  higher: Map<PasteField, Outcome>,
  lower: ReadonlyMap<PasteField, Outcome>,
  rank: Named['rank'],
): Map<PasteField, Outcome> {
  for (const [field, outcome] of lower) {
    if (field !== 'url' && differ(higher.get(field), outcome)) return higher;
  }
  const pair = rank === 1 && credentials.some((field) => higher.has(field));
  const added = [...lower].filter(([field]) => !(pair && credentials.includes(field)));
  return new Map([...added, ...higher]);
}

function readingOf(settled: ReadonlyMap<PasteField, Outcome>): Omit<Reading, 'structured'> {
  const found: Partial<Record<PasteField, string>> = {};
  const unfilled: Partial<Record<PasteField, Unfilled>> = {};
  for (const [field, outcome] of settled) {
    if ('value' in outcome) found[field] = outcome.value;
    // A server address is often composed of parts, and its field always has a value: not counted as
    // unfilled.
    else if (field !== 'url') unfilled[field] = outcome.unfilled;
  }
  const is = Object.keys(found).length + Object.keys(unfilled).length === 0 ? 'nothing' : 'read';
  return { is, found, unfilled };
}

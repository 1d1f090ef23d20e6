/**
 * The data of all organizations. An organization's sample data is made when somebody first asks for
 * it, and is the same for the same seed. `replace` and `reset` are for whoever controls the simulator.
 */
import type { Directory } from '../account/directory.ts';
import { seededRandom } from '../base/ids.ts';
import type { RandomSource } from '../base/ids.ts';
import { SHAPES } from '../facts/shapes.ts';
import { fillWithSample } from '../sample/sample.ts';
import { readDataFile } from './data-file.ts';
import { OrgData } from './org-data.ts';
import type { DataFile } from './row.ts';

/** The number and the letters of the ids in the facts, so that their examples work as they stand. */
const FIRST_STEM = '01ABCDEFGHI';

/**
 * Sample data by seed and organization, as it was made: that takes longer than all else that a start or a
 * reset does, and gives the same again.
 */
const samples = new Map<string, OrgData>();
const MOST_SAMPLES = 32;

export class DataBook {
  readonly #directory: Directory;
  readonly #seed: string;
  /** What was given at the start, which a reset goes back to. */
  readonly #initial: unknown;
  #orgs = new Map<string, OrgData>();

  /**
   * @param initial what replaces sample data from the start, as `replace` takes it; null for none.
   * Throws DataError.
   */
  constructor(directory: Directory, seed: string, initial: unknown = null) {
    this.#directory = directory;
    this.#seed = seed;
    this.#initial = initial;
    this.reset();
  }

  /** The data of an organization of the directory. */
  org(orgId: string): OrgData {
    const known = this.#orgs.get(orgId);
    if (known !== undefined) return known;
    const made = this.#sample(orgId).copy();
    this.#orgs.set(orgId, made);
    return made;
  }

  /** Everything, in the form that `replace` takes. */
  export(): DataFile {
    const orgs = [...this.#directory.orgs.keys()].map((orgId) => {
      const org = this.org(orgId);
      const tables = [...SHAPES.keys()].map((entity) => [entity, org.table(entity).all()] as const);
      return [orgId, Object.fromEntries(tables.filter(([, rows]) => rows.length > 0))] as const;
    });
    return Object.fromEntries(orgs);
  }

  /**
   * Replaces the data of the organizations that are named; the others keep theirs. An entity that is
   * not named has no objects then, but for the organization itself, its users and its profiles.
   * Throws DataError, and then nothing is changed.
   */
  replace(file: unknown): void {
    const read = readDataFile(file, this.#directory, (orgId) => this.#withPeople(orgId));
    for (const [orgId, org] of read) this.#orgs.set(orgId, org);
  }

  /** Everything as at the start. */
  reset(): void {
    const before = this.#orgs;
    this.#orgs = new Map();
    if (this.#initial === null) return;
    try {
      this.replace(this.#initial);
    } catch (error) {
      this.#orgs = before;
      throw error;
    }
  }

  /** Its sample data, to be copied. */
  #sample(orgId: string): OrgData {
    const key = JSON.stringify([this.#seed, orgId]);
    const known = samples.get(key);
    if (known !== undefined) return known;
    const made = this.#empty(orgId);
    fillWithSample(made, this.#directory, seededRandom(this.#seed, `data ${orgId}`));
    if (samples.size === MOST_SAMPLES) samples.clear();
    samples.set(key, made);
    return made;
  }

  #empty(orgId: string): OrgData {
    const org = this.#directory.orgs.get(orgId);
    const first = this.#directory.orgs.keys().next().value;
    const stem =
      orgId === first ? FIRST_STEM : `02${letters(seededRandom(this.#seed, `ids ${orgId}`))}`;
    return new OrgData(orgId, org?.orgName ?? '', stem);
  }

  /** An organization with nothing but itself and its people. */
  #withPeople(orgId: string): OrgData {
    const sample = this.#sample(orgId);
    const org = this.#empty(orgId);
    for (const entity of ['Organization', 'User', 'Profile']) {
      for (const row of sample.table(entity).all()) org.put(entity, row);
    }
    return org;
  }
}

/** Nine upper-case letters. */
function letters(random: RandomSource): string {
  return [...random.bytes(9)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

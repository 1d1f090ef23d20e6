/**
 * Sample data of one organization: a wholesale business in its first year. Days are fixed, so that the
 * same seed gives the same objects whenever it is started.
 */
import type { OrgData } from '../data/org-data.ts';
import type { Directory } from '../account/directory.ts';
import type { RandomSource } from '../base/ids.ts';
import { addBooks } from './books.ts';
import { Maker } from './maker.ts';
import { addPayables } from './payables.ts';
import { addReceivables } from './receivables.ts';

/** Fills an empty organization. */
export function fillWithSample(org: OrgData, directory: Directory, random: RandomSource): void {
  const owner = [...directory.users.values()].find(({ orgIds }) => orgIds.includes(org.orgId));
  const maker = new Maker(org, owner?.usersId ?? '', random);
  const books = addBooks(maker, directory);
  addPayables(maker, books);
  addReceivables(maker, books);
}

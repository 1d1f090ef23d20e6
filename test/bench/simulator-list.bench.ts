/** What a List of many bills costs, with a filter and a sort. Figures for a person to compare. */
import { describe, test } from 'vitest';

import { DataBook } from '../../src-simulator/data/data-book.ts';
import { addRow } from '../../src-simulator/data/make.ts';
import { createDirectory } from '../../src-simulator/account/directory.ts';
import { envelopeText } from '../../src-simulator/calls/reply-envelope.ts';
import { list } from '../../src-simulator/operations/list.ts';
import { resolveOptions } from '../../src-simulator/options/named-options.ts';

const BILLS = 10_000;

describe(`a List of ${BILLS} bills`, () => {
  const directory = createDirectory('bench');
  const org = new DataBook(directory, 'bench').org([...directory.orgs.keys()][0] ?? '');
  const how = {
    newId: (prefix: string) => org.newId(prefix),
    now: '2026-01-01T00:00:00.000+0000',
    usersId: '00601ABCDEFGHI000001',
    maskRouting: false,
  };
  for (let n = 0; n < BILLS; n += 1) {
    addRow(
      org,
      'Bill',
      {
        vendorId: '00901ABCDEFGHI000001',
        invoiceNumber: `bench-${n}`,
        invoiceDate: `2026-01-${String(1 + (n % 28)).padStart(2, '0')}`,
        dueDate: '2026-03-01',
        billLineItems: [{ amount: ((n * 37) % 1000) + 0.5 }, { amount: 3 }],
      },
      how,
    );
  }
  const call = (max: number) => ({
    ...how,
    org,
    options: resolveOptions({}),
    at: 0,
    upload: null,
    data: {
      start: 0,
      max,
      filters: [{ field: 'amount', op: '>', value: '300' }],
      sort: [
        { field: 'invoiceDate', asc: 'false' },
        { field: 'amount', asc: 'true' },
      ],
    },
  });

  for (const max of [100, 999]) {
    test(`filtered and sorted, a page of ${max}`, async ({ bench }) => {
      const page = call(max);
      await bench('List', () => {
        const outcome = list(page, 'Bill');
        return outcome.refused ? '' : envelopeText(0, outcome.data);
      }).run();
    });
  }
});

/** What an operation starts from: made for each of them, and sent to the simulator, which knows the shapes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offered } from '../../../src-renderer/panels/console/operation-list.ts';
import {
  skeleton,
  skeletonText,
  type Extent,
} from '../../../src-renderer/panels/console/data/skeleton.ts';
import { startSimulator, type Simulator } from '../../../src-simulator/index.ts';
import { flawOf } from '../../../src-renderer/panels/console/data/json-flaw.ts';

const NOW = Date.UTC(2026, 4, 17, 12);
const extents: readonly Extent[] = ['required', 'all'];
const named = (name: string) => {
  const found = offered.find((it) => it.name === name);
  if (found === undefined) throw new Error(`${name} is not offered`);
  return found;
};

describe('the skeleton of an operation', () => {
  it('is JSON that can be sent, for every operation with data, in both extents', () => {
    const wrong = offered.flatMap((operation) =>
      extents.flatMap((extent) => {
        const text = skeletonText(operation, extent, NOW);
        const isRight = operation.data === null ? text === '' : flawOf(text) === null;
        return isRight ? [] : [`${operation.name} ${extent}: ${text}`];
      }),
    );
    expect(offered.length).toBeGreaterThan(250);
    expect(wrong).toEqual([]);
  });

  it('holds every field that is required where its parent is there, and no other but of a list', () => {
    for (const operation of offered) {
      const names = namesOf(skeleton(operation, 'required', NOW), '');
      const asked = operation.required.filter((name) => !name.startsWith('form.'));
      const reached = asked.filter((name) => {
        const parent = name.split('.').slice(0, -1).join('.');
        return parent === '' || asked.includes(parent);
      });
      const beside = names.filter((name) => !asked.includes(name));
      expect([operation.name, reached.filter((name) => !names.includes(name))]).toEqual([
        operation.name,
        [],
      ]);
      expect(beside.filter((name) => !/^(?:filters|sort)(?:\.|$)/u.test(name))).toEqual([]);
    }
  });

  it('of a list pages, filters and sorts', () => {
    expect(skeleton(named('List/Bill'), 'required', NOW)).toEqual({
      start: 0,
      max: 100,
      filters: [{ field: 'isActive', op: '=', value: '1' }],
      sort: [{ field: 'createdTime', asc: 'true' }],
    });
  });

  it('of a bill is due 30 days from today, with one line of an amount', () => {
    expect(skeleton(named('Crud/Create/Bill'), 'required', NOW)).toEqual({
      obj: {
        entity: 'Bill',
        vendorId: '00901ABCDEFGHI000001',
        invoiceNumber: 'A-260517120000',
        invoiceDate: '2026-05-17',
        dueDate: '2026-06-16',
        billLineItems: [{ entity: 'BillLineItem', amount: 1 }],
      },
    });
  });

  it('of a payment names a bill and an amount, and all fields on demand', () => {
    const pay = named('PayBills');
    expect(skeleton(pay, 'required', NOW)).toEqual({
      billPays: [{ billId: '00n01ABCDEFGHI000001', amount: 1 }],
    });
    expect(Object.keys(skeleton(pay, 'all', NOW) as object)).toEqual(Object.keys(pay.data ?? {}));
  });
});

function namesOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => namesOf(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [at, ...namesOf(item, at)];
  });
}

describe('sent to the simulator, in a trusted session', () => {
  let simulator: Simulator;
  let form: Record<string, string>;
  const post = async (name: string, fields: Record<string, string>) => {
    const body = new URLSearchParams(fields);
    const reply = await fetch(`${simulator.baseUrl}/${name}.json`, { method: 'POST', body });
    return (await reply.json()) as { readonly response_data: Record<string, string> };
  };
  beforeAll(async () => {
    simulator = await startSimulator();
    const [account] = simulator.accounts;
    if (account === undefined) throw new Error('there is an account');
    const { userName, password, orgId, devKey } = account;
    const signedIn = await post('Login', { userName, password, orgId, devKey });
    form = { devKey, sessionId: signedIn.response_data['sessionId'] ?? '' };
    const data = JSON.stringify({ useBackup: false });
    const { challengeId } = (await post('MFAChallenge', { ...form, data })).response_data;
    const token = simulator.latestCode(account.phone ?? '');
    const given = { challengeId, token, deviceId: 'd', machineName: 'm', rememberMe: false };
    await post('MFAAuthenticate', { ...form, data: JSON.stringify(given) });
  });
  afterAll(() => simulator.close());

  /** What no facts tell: one of two lists is wanted, lines keep their amount, and what is there already. */
  const owed: Readonly<Record<string, string>> = {
    ChargeCustomer: 'missingField BDC_1117',
    'Crud/Update/RecurringBill': 'missingField BDC_1117',
    'Crud/Create/VendorBankAccount': 'badField BDC_1143',
    'Crud/Create/CustomerBankAccount': 'badField BDC_1143',
    'Crud/Read/Organization': 'badField BDC_1120',
    CancelAPPayment: 'badField BDC_1119',
  };

  it.each(extents)(
    'no skeleton of the %s fields lacks one, or has one of a wrong form',
    async (extent) => {
      const wrong: string[] = [];
      for (const operation of offered) {
        if (!operation.reads) simulator.data.reset();
        const text = skeletonText(operation, extent, NOW);
        await post(operation.name, { ...form, ...(text === '' ? {} : { data: text }) });
        const seen = simulator.requests().at(-1);
        const said = `${seen?.reason ?? ''} ${seen?.code ?? ''}`;
        const isWrong = seen?.reason === 'missingField' || seen?.reason === 'badField';
        if (isWrong && said !== owed[operation.name]) {
          wrong.push(`${operation.name}: ${said} ${seen.hint ?? ''}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});

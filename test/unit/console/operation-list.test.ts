/** Which operations the console offers, finds, marks, and asks about before it sends them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import facts from '../../../src-shared/bill/bill-operations.json' with { type: 'json' };
import { operationNamed } from '../../../src-main/bill/paths.ts';
import {
  asksFirst,
  notOffered,
  offered,
  offeredAs,
  search,
} from '../../../src-renderer/panels/console/operation-list.ts';
import { needWords } from '../../../src-shared/words/console-words.ts';

const asks = (name: string) => {
  const operation = offeredAs(name);
  return operation === null ? null : asksFirst(operation);
};

describe('the operations of the console', () => {
  it('are those that main sends, and each of the others has its reason', () => {
    const sent = facts.filter(({ name }) => {
      const named = operationNamed(name);
      return named !== null && typeof named !== 'string';
    });
    expect(offered.map(({ name }) => name)).toEqual(sent.map(({ name }) => name));
    const others = facts.filter(({ name }) => offeredAs(name) === null);
    expect(Object.fromEntries(others.map(({ name }) => [name, notOffered(name)]))).toEqual({
      Errors: 'get',
      ListOrgs: 'ours',
      Login: 'ours',
      Logout: 'ours',
      MFAAuthenticate: 'ours',
      MFAChallenge: 'ours',
      MFAStatus: 'ours',
      UploadAttachment: 'file',
    });
    expect([notOffered('login '), notOffered('List/Bill'), notOffered('')]).toEqual([
      'ours',
      null,
      null,
    ]);
  });

  it.each([
    ['list vendor', 'List/Vendor'],
    ['vendor list', 'List/Vendor'],
    ['List/Bill', 'List/Bill'],
    ['crud/read/bill', 'Crud/Read/Bill'],
    ['create bill', 'Crud/Create/Bill'],
    ['pay', 'PayBills'],
    ['PayBills.json', 'PayBills'],
    ['disb', 'GetDisbursementData'],
    ['clock', 'CurrentTime'],
  ])('%j finds %s first', (text, name) => {
    expect(search(text)[0]?.name).toBe(name);
  });

  it('are found by their whole name, and each word more finds no other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...offered), fc.string(), ({ name }, more) => {
        expect(search(name)[0]?.name).toBe(name);
        const found = search(name);
        expect(search(`${name} ${more}`).every((it) => found.includes(it))).toBe(true);
      }),
    );
    expect(search('')).toEqual(offered);
    expect(search('xyzzy')).toEqual([]);
  });

  it('ask before what cannot be taken back, and never before what only reads', () => {
    for (const name of [
      ...['PayBills', 'VoidAPPayment', 'VoidARPayment', 'CancelAPPayment', 'ChargeCustomer'],
      ...['Approve', 'Deny', 'SendInvoice', 'SendVendorInvite', 'RecordAPPayment'],
      ...['Crud/Delete/Vendor', 'Bulk/Crud/Create/Bill', 'Bulk/Crud/Delete/Bill'],
      'Crud/Create/VendorBankAccount',
    ]) {
      expect([name, asks(name)]).toEqual([name, true]);
    }
    for (const name of ['Crud/Create/Bill', 'Crud/Update/Vendor', 'Crud/Undelete/Vendor']) {
      expect([name, asks(name)]).toEqual([name, false]);
    }
    const reading = offered.filter(({ reads }) => reads);
    expect(reading.length).toBeGreaterThan(60);
    expect(reading.filter(asksFirst)).toEqual([]);
    const deleting = offered.filter(({ name }) => name.includes('Delete/') && !name.includes('Un'));
    expect(deleting.length).toBeGreaterThan(20);
    expect(deleting.every(asksFirst)).toBe(true);
  });

  it('say what needs a verified session, until this one is', () => {
    const need = (name: string, trust: Parameters<typeof needWords>[1]) => {
      const operation = offeredAs(name);
      return operation === null ? '' : needWords(operation, trust);
    };
    expect(need('PayBills', 'untrusted')).toMatch(
      /^PayBills needs .* and this one is not\. BILL answers BDC_1361/u,
    );
    expect(need('PayBills', 'unknown')).toMatch(/it is not known whether this one is/u);
    expect(need('PayBills', 'unavailable')).toMatch(/a token’s session cannot be verified/u);
    expect(need('Crud/Update/Vendor', 'untrusted')).toMatch(/^A change of nameOnCheck, address1/u);
    expect(need('List/VendorBankAccount', 'untrusted')).toMatch(/perhaps by mistake/u);
    expect(need('List/Vendor', 'untrusted')).toBeNull();
    expect([need('PayBills', 'session'), need('PayBills', 'until')]).toEqual([null, null]);
  });
});

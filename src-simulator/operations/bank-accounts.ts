/** What having a bank account changes at its owner (bill-data 3; D OLD, the first half I). */
import type { OrgData } from '../data/org-data.ts';
import { textOf } from '../data/row.ts';
import type { Row } from '../data/row.ts';

/** To be called after an object was stored. Does nothing for other entities. */
export function afterStore(org: OrgData, row: Row): void {
  const active = row['isActive'] === '1';
  if (row['entity'] === 'VendorBankAccount') {
    const vendor = org.find('Vendor', textOf(row, 'vendorId'));
    if (vendor !== undefined) org.put('Vendor', { ...vendor, payBy: active ? '1' : '0' });
  }
  if (row['entity'] === 'CustomerBankAccount') {
    const customer = org.find('Customer', textOf(row, 'customerId'));
    if (customer !== undefined) org.put('Customer', { ...customer, hasBankAccount: active });
  }
}

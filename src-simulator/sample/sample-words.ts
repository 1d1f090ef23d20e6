/** The words that sample data is made of. E-mail addresses end in .test and belong to nobody. */

export const VENDORS: readonly (readonly [name: string, about: string, account: string])[] = [
  ['Cascade Paper & Supply', 'Paper, toner, desk supplies', 'Office supplies'],
  ['Ridgeline Freight', 'Pallet and parcel shipping', 'Freight and delivery'],
  ['Brightwater Energy', 'Electricity', 'Utilities'],
  ['Sable & Finch Legal', 'Contract review', 'Professional fees'],
  ['Oakhurst Properties', 'Office rent', 'Rent'],
  ['Juniper Cloud Hosting', 'Servers and backups', 'Software and hosting'],
  ['Marlow Packaging', 'Cartons and fillers', 'Packaging'],
  ['Tamarack Coffee Roasters', 'Coffee and tea', 'Meals and entertainment'],
  ['Foxglove Design Studio', 'Catalog and web design', 'Advertising'],
  ['Bluestone Insurance Group', 'Liability insurance', 'Insurance'],
  ['Harbor Lane Cleaning', 'Office cleaning', 'Repairs and maintenance'],
  ['Pinecrest Equipment Rental', 'Forklift rental', 'Equipment rental'],
  ['Silverbirch Telecom', 'Phones and internet', 'Telephone and internet'],
  ['Quarry Road Auto Service', 'Van maintenance', 'Vehicle expense'],
  ['Lakeshore Staffing', 'Seasonal warehouse staff', 'Contract labor'],
  ['Wren & Daughters Printing', 'Labels and flyers', 'Advertising'],
  ['Granite Peak Security', 'Alarm monitoring', 'Repairs and maintenance'],
  ['Meadowlark Travel', 'Flights and hotels', 'Travel'],
  ['Copperfield Hardware', 'Shelving and tools', 'Small tools'],
  ['Aspen Grove Accounting', 'Quarterly review', 'Professional fees'],
  ['Driftwood Water Service', 'Water and sewer', 'Utilities'],
  ['Larkspur Software', 'Inventory system', 'Software and hosting'],
];

export const CUSTOMERS: readonly string[] = [
  'Alder Street Market',
  'Bayview School District',
  'Cedar & Stone Builders',
  'Dogwood Dental Care',
  'Elm Park Hotel',
  'Fernhill Nursery',
  'Gull Point Brewing',
  'Hawthorn Medical Supply',
  'Ironwood Fitness',
  'Jasper Lane Bakery',
  'Kestrel Outdoor Gear',
  'Linden Community Theater',
];

/** Name, number, BILL's number of the type of account (bill-data 6). */
export const ACCOUNTS: readonly (readonly [name: string, number: string, type: string])[] = [
  ['Checking', '1000', '3'],
  ['Savings', '1010', '3'],
  ['Accounts receivable', '1200', '2'],
  ['Inventory', '1300', '12'],
  ['Equipment', '1500', '8'],
  ['Accounts payable', '2000', '1'],
  ['Company card', '2100', '5'],
  ['Sales tax payable', '2200', '13'],
  ['Equity', '3000', '6'],
  ['Product sales', '4000', '9'],
  ['Service income', '4100', '9'],
  ['Cost of goods sold', '5000', '4'],
  ['Packaging', '5100', '4'],
  ['Freight and delivery', '5200', '4'],
  ['Advertising', '6000', '7'],
  ['Contract labor', '6050', '7'],
  ['Equipment rental', '6100', '7'],
  ['Insurance', '6150', '7'],
  ['Meals and entertainment', '6200', '7'],
  ['Office supplies', '6250', '7'],
  ['Professional fees', '6300', '7'],
  ['Rent', '6350', '7'],
  ['Repairs and maintenance', '6400', '7'],
  ['Small tools', '6450', '7'],
  ['Software and hosting', '6500', '7'],
  ['Telephone and internet', '6550', '7'],
  ['Travel', '6600', '7'],
  ['Utilities', '6650', '7'],
  ['Vehicle expense', '6700', '7'],
];

/** Name, BILL's number of the type of item, price. */
export const ITEMS: readonly (readonly [name: string, type: string, price: number])[] = [
  ['Delivery, local', '0', 45],
  ['Installation hour', '0', 95],
  ['Consulting hour', '0', 140],
  ['Steel shelf, 36 in', '2', 78.5],
  ['Steel shelf, 48 in', '2', 96],
  ['Storage bin, small', '2', 6.25],
  ['Storage bin, large', '2', 11.75],
  ['Hand truck', '2', 129],
  ['Packing tape, case', '3', 54],
  ['Label printer', '3', 219],
  ['Volume discount', '5', -50],
  ['Restocking fee', '8', 25],
];

export const DEPARTMENTS = ['Operations', 'Sales', 'Administration', 'Warehouse', 'Marketing'];
export const LOCATIONS = ['Portland', 'Sacramento', 'Boise', 'Tacoma'];
export const CLASSES = ['Wholesale', 'Retail', 'Online', 'Services'];
export const JOBS = [
  'Store opening',
  'Catalog',
  'Warehouse move',
  'Trade fair',
  'Spring promotion',
];

export const PEOPLE: readonly (readonly [first: string, last: string])[] = [
  ['Rowan', 'Ellery'],
  ['Marisol', 'Tan'],
  ['Dev', 'Okafor'],
  ['Ingrid', 'Solberg'],
  ['Theo', 'Marchetti'],
  ['Priya', 'Raman'],
  ['Caleb', 'Whitfield'],
  ['Noor', 'Haddad'],
  ['Lucia', 'Ferreira'],
  ['Hana', 'Kobayashi'],
  ['Owen', 'Driscoll'],
  ['Amara', 'Nwosu'],
];

/** City, state, the first three digits of its ZIP codes. */
export const CITIES: readonly [
  readonly [city: string, state: string, zip: string],
  ...(readonly [city: string, state: string, zip: string])[],
] = [
  ['Portland', 'OR', '972'],
  ['Sacramento', 'CA', '958'],
  ['Boise', 'ID', '837'],
  ['Tacoma', 'WA', '984'],
  ['Eugene', 'OR', '974'],
  ['Reno', 'NV', '895'],
];

export const STREETS: readonly [string, ...string[]] = [
  'Alder Street',
  'Burnside Avenue',
  'Commerce Way',
  'Foundry Road',
  'Mill Lane',
  'Station Street',
];

/** `Cascade Paper & Supply` is `cascade-paper-supply`. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** What the command line guesses of an operation by its name is what the facts say. */
import { expect, it } from 'vitest';
import { isForTheApp, seemsToRead } from '../../src-cli/app/bill-names.ts';
import operations from '../../src-shared/bill/bill-operations.json' with { type: 'json' };

const callable = operations.filter(({ name }) => !isForTheApp(name));

it('An operation seems to read where it does', () => {
  expect(callable.length).toBeGreaterThan(200);
  expect(callable.filter(({ name, reads }) => seemsToRead(name) !== reads)).toEqual([]);
});

it('Opening, verifying and closing a session is for the app, and nothing else is', () => {
  const names = operations.map(({ name }) => name).filter(isForTheApp);
  expect(names.sort()).toEqual([
    ...['ListOrgs', 'Login', 'Logout', 'MFAAuthenticate', 'MFAChallenge', 'MFAStatus'],
  ]);
});

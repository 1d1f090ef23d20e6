/** What the command line guesses of an operation by its name is what the facts say. */
import { expect, it } from 'vitest';
import { seemsToRead } from '../../src-cli/runs/run-call.ts';
import { operationNamed } from '../../src-main/bill/paths.ts';
import operations from '../../src-shared/bill/bill-operations.json' with { type: 'json' };

const callable = operations.filter(({ name }) => operationNamed(name) !== 'ours');

it('An operation seems to read where it does', () => {
  expect(callable.length).toBeGreaterThan(200);
  expect(callable.filter(({ name, reads }) => seemsToRead(name) !== reads)).toEqual([]);
});

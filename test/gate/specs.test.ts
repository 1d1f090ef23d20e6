/** A run of the specs that comes to no end. */
import { expect, it } from 'vitest';
import { runSpecs } from '../../scripts/specs.ts';

it('a run in which no test ends for too long is ended, and says so', async () => {
  // Vitest itself takes longer to start.
  const { passed, failed } = await runSpecs({ projects: ['node'], silentMs: 1 });
  expect(passed).toBe(0);
  expect(failed).toEqual([
    expect.stringMatching(/^no test has ended for /u),
    'vitest ended with code null and left no report',
  ]);
});

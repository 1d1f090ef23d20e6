/** The end of the app: what is being written is written before anything else is waited for. */
import { expect, it, onTestFinished } from 'vitest';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { tempDir } from '../temp-dir.ts';
import { noPractice, PROFILE, startTabkeeper } from './tabkeeper.ts';

it('writes profiles and vault although the practice sandbox never stops', async () => {
  const vaultDir = tempDir();
  const practice = { ...noPractice, stop: () => new Promise<void>(() => undefined) };
  const box = new MemorySecretBox();
  const app = await startTabkeeper({ practice, vaultDir, box });
  onTestFinished(() => app.simulator.close());
  await app.signIn();
  const kept = app.call('keepSignIn', { profile: PROFILE, what: 'everything' });
  await app.call('editProfile', { profile: PROFILE, change: { name: 'Last words' } });
  app.quit().catch(() => undefined);
  await expect.poll(() => app.log.at(-1)).toEqual({ event: 'stopped' });
  expect(JSON.stringify(app.stored())).toContain('Last words');
  await kept;

  const next = await startTabkeeper({ vaultDir, box, stored: app.stored(), server: app.simulator });
  onTestFinished(() => next.quit());
  expect(next.app.snapshot().profiles[0]?.kept).toBe('everything');
});

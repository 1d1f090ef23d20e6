import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder for the test that runs, taken away after it and its hooks. */
export function tempDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'tabkeeper-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

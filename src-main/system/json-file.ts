/**
 * A small JSON file that is not a secret but must not be lost: read whole, replaced whole. A full disk
 * or a crash leaves the old file.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const MAX_BYTES = 1024 * 1024;

export type JsonRead =
  | { readonly is: 'missing' }
  /** There is a file, but not one of ours. */
  | { readonly is: 'bad' }
  | { readonly is: 'read'; readonly value: unknown };

/** Never rejects. */
export async function readJsonFile(file: string): Promise<JsonRead> {
  try {
    if ((await stat(file)).size > MAX_BYTES) return { is: 'bad' };
    return { is: 'read', value: JSON.parse(await readFile(file, 'utf8')) as unknown };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { is: missing ? 'missing' : 'bad' };
  }
}

/** Sets a bad file aside, so that nothing of it is lost. Never rejects. `now`: epoch ms. */
export async function setAside(file: string, now: number): Promise<void> {
  await rename(file, file.replace(/\.json$/u, `.bad-${now}.json`)).catch(() => undefined);
}

/** Rejects when the disk refuses; the old file is then as it was. Mode 0600. */
export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  const temp = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    const handle = await open(temp, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
      if ((await handle.stat()).size !== bytes.length) throw new Error('cut short');
    } finally {
      await handle.close();
    }
    await rename(temp, file);
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
}

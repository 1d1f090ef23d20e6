/**
 * Whether a text is on the clipboard. Electron's writes resolve whatever became of them, so the only
 * proof is a look.
 */
import { clipboard } from 'electron';

/** Runs `write`, and resolves to whether `text` is there then. Never rejects. */
export async function put(text: string, write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return (await clipboard.readText()) === text;
  } catch {
    return false;
  }
}

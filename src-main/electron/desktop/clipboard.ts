/**
 * Writes to the clipboard and checks that it worked. Electron's write functions do not report
 * failures, so the text is read back.
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

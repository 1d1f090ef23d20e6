/** A secret on the clipboard: hidden from its histories, and gone after 30 seconds if still ours. */
import { clipboard, ClipboardItem } from 'electron';
import type { Cancel, Clock } from '../../ports.ts';
import { put } from './clipboard.ts';

/** A copied secret stays this long at most. */
const CLEAR_AFTER_MS = 30_000;

export interface SecretClipboard {
  /** False when it did not arrive, as where another program holds the clipboard. */
  copy(text: string): Promise<boolean>;
  /** Clears what has `text` in it, if that was copied here and is still there: at the sign-out of its session. */
  forget(text: string): Promise<void>;
  /** Clears the copied secret if it is still there: at the end of the app no timer will. */
  clear(): Promise<void>;
}

export function createSecretClipboard(clock: Clock): SecretClipboard {
  /** A text that could not be read back counts as copied too: it may be there all the same. */
  const ours = new Set<string>();
  let cancel: Cancel = () => undefined;

  async function clear(): Promise<void> {
    cancel();
    const texts = new Set(ours);
    ours.clear();
    await clearIf(texts);
  }

  async function clearIf(texts: ReadonlySet<string>): Promise<void> {
    if (texts.size === 0) return;
    try {
      if (texts.has(await clipboard.readText())) clipboard.clear();
    } catch {
      // Another program holds the clipboard. What it holds now is not ours to clear.
    }
  }

  return {
    copy: async (text) => {
      const arrived = await write(text);
      cancel();
      ours.add(text);
      cancel = clock.after(CLEAR_AFTER_MS, () => {
        clear().catch(() => undefined);
      });
      return arrived;
    },
    forget: async (text) => {
      const held = [...ours].filter((one) => one.includes(text));
      for (const one of held) ours.delete(one);
      await clearIf(new Set(held));
    },
    clear,
  };
}

async function write(text: string): Promise<boolean> {
  const item = new ClipboardItem({ 'text/plain': text, ...hints() });
  if (await put(text, () => clipboard.write([item]))) return true;
  // Copying must work even where the system refuses a hint.
  return put(text, () => clipboard.writeText(text));
}

const raw = (format: string) => `electron application/osclipboard;format="${format}"`;

/** The formats that ask the clipboard history of each system not to keep the text. */
function hints(): Record<string, string | Blob> {
  switch (process.platform) {
    case 'darwin':
      return { [raw('org.nspasteboard.ConcealedType')]: '1' };
    case 'win32':
      return {
        [raw('ExcludeClipboardContentFromMonitorProcessing')]: '1',
        // Each a DWORD of 0: no.
        [raw('CanIncludeInClipboardHistory')]: new Blob([new Uint8Array(4)]),
        [raw('CanUploadToCloudClipboard')]: new Blob([new Uint8Array(4)]),
      };
    default:
      return { [raw('x-kde-passwordManagerHint')]: 'secret' };
  }
}

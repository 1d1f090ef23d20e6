/** Which action a key asks for in the window, wherever the focus is. */
import { actionOfKey, type ActionId } from '../../src-shared/window/actions.ts';
import { isTyping } from '../focus.ts';

const needsSession: readonly ActionId[] = ['extendNow', 'copySessionId'];

/** Null for a key that is not ours: the menu's, a dialog's, or what is typed into a field. */
export function actionPressed(
  event: KeyboardEvent,
  { mac, isOpen }: { readonly mac: boolean; readonly isOpen: boolean },
): ActionId | null {
  // A dialog has its own keys.
  if (document.querySelector('dialog[open]') !== null) return null;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === '?' && isPlain && !isTyping(event)) return 'keys';
  const action = actionOfKey(event, mac);
  // The menu or the system closes the window, and on macOS the menu quits as well.
  if (action === null || action === 'closeWindow' || (action === 'quit' && mac)) return null;
  return isOpen || !needsSession.includes(action) ? action : null;
}

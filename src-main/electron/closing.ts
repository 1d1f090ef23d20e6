/** The two questions of leaving: what closing the window means, and what becomes of open sessions. */
import { dialog } from 'electron';
import type { Preferences } from '../ports.ts';

export type CloseChoice = 'hide' | 'quit' | 'cancel';
export type QuitChoice = 'signOut' | 'lapse' | 'cancel';

/** Asks until the user has said that it is always to be so. */
export async function askClose(preferences: Preferences): Promise<CloseChoice> {
  const { closeAction } = preferences.settings();
  if (closeAction !== 'ask') return closeAction;
  const { response, checkboxChecked } = await dialog.showMessageBox({
    type: 'question',
    title: 'Tabkeeper',
    message: 'Keep Tabkeeper running without its window?',
    detail:
      'It keeps the session alive from the tray. If your desktop shows no tray, start Tabkeeper once more to see the window.',
    buttons: ['Keep running', 'Quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    checkboxLabel: 'Do this every time',
  });
  const choice = (['hide', 'quit', 'cancel'] as const)[response] ?? 'cancel';
  if (checkboxChecked && choice !== 'cancel') preferences.changeSettings({ closeAction: choice });
  return choice;
}

/** `open` counts the sessions that are open; without one there is nothing to ask. */
export async function askQuit(preferences: Preferences, open: number): Promise<QuitChoice> {
  const { quitAction } = preferences.settings();
  if (open === 0) return 'lapse';
  if (quitAction !== 'ask') return quitAction;
  const { response, checkboxChecked } = await dialog.showMessageBox({
    type: 'question',
    title: 'Tabkeeper',
    message: open === 1 ? 'A session is open.' : `${open} sessions are open.`,
    detail: 'Left to lapse, a session stays usable for up to 35 minutes without a call.',
    buttons: ['Let it lapse', 'Sign out', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    checkboxLabel: 'Do this every time',
  });
  const choice = (['lapse', 'signOut', 'cancel'] as const)[response] ?? 'cancel';
  if (checkboxChecked && choice !== 'cancel') preferences.changeSettings({ quitAction: choice });
  return choice;
}

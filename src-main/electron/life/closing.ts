/** The questions of leaving: what closing the window means, what becomes of open sessions, a restart. */
import { restartWords, type Lost } from '../../../src-shared/words.ts';
import type { Preferences } from '../../ports.ts';
import type { Box } from '../desktop/boxes.ts';

export type CloseChoice = 'hide' | 'quit' | 'cancel';
export type QuitChoice = 'signOut' | 'lapse' | 'cancel';

/**
 * What closing does. Hidden without a tray the app would be out of reach, so where no tray is known
 * the first close explains and asks, and the answer stays; where one is, hiding is said once. A tray
 * may be gone at any time, with an extension of the desktop for example, so it is looked for each time.
 */
export async function askClose(
  preferences: Preferences,
  box: Box,
  hasTray: () => Promise<boolean>,
): Promise<CloseChoice> {
  const { closeAction, closeExplained, hidesWithoutTray } = preferences.settings();
  if (closeAction === 'quit') return 'quit';
  if (closeAction === 'ask') return askAboutWindow(preferences, box, true);
  if (hidesWithoutTray) return 'hide';
  if (!(await hasTray())) return askAboutWindow(preferences, box, false);
  if (closeExplained) return 'hide';
  await box({
    type: 'info',
    message: 'Tabkeeper goes on in the tray.',
    detail:
      'It keeps the session open there. A second start of Tabkeeper always shows the window. Quit is in the tray’s menu and in Settings.',
    buttons: ['OK'],
  });
  preferences.changeSettings({ closeExplained: true });
  return 'hide';
}

async function askAboutWindow(
  preferences: Preferences,
  box: Box,
  eachTime: boolean,
): Promise<CloseChoice> {
  const { response, checkboxChecked } = await box({
    type: 'question',
    message: 'Keep Tabkeeper running without its window?',
    detail: `It keeps the session open. If your desktop shows no tray, start Tabkeeper once more to see the window.${eachTime ? '' : ' Settings can change your answer.'}`,
    buttons: ['Keep running', 'Quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    ...(eachTime ? { checkboxLabel: 'Do this every time' } : {}),
  });
  const choice = (['hide', 'quit', 'cancel'] as const)[response] ?? 'cancel';
  if (choice !== 'cancel' && (checkboxChecked || !eachTime)) {
    const hidesWithoutTray = choice === 'hide';
    preferences.changeSettings({ closeAction: choice, closeExplained: true, hidesWithoutTray });
  }
  return choice;
}

/** `open` counts the sessions that are open; without one there is nothing to ask. */
export async function askQuit(
  preferences: Preferences,
  box: Box,
  open: number,
): Promise<QuitChoice> {
  const { quitAction } = preferences.settings();
  if (open === 0) return 'lapse';
  if (quitAction !== 'ask') return quitAction;
  const { response, checkboxChecked } = await box({
    type: 'question',
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

/** True to restart, knowing what is lost by it. */
export async function askRestart(box: Box, lost: Lost): Promise<boolean> {
  const { question: message, detail, restart, cancel } = restartWords;
  const { response } = await box({
    type: 'question',
    message,
    detail: detail(lost),
    buttons: [restart, cancel],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}

/** The questions of leaving: what closing the window means, what becomes of open sessions, a restart. */
import { closeWords, quitWords, restartWords, type Lost } from '../../../src-shared/words.ts';
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
    message: closeWords.toTray,
    detail: closeWords.toTrayDetail,
    buttons: [closeWords.ok],
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
    message: closeWords.question,
    detail: closeWords.detail(eachTime),
    buttons: [...closeWords.buttons],
    defaultId: 0,
    cancelId: 2,
    ...(eachTime ? { checkboxLabel: closeWords.everyTime } : {}),
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
    message: quitWords.question(open),
    detail: quitWords.detail,
    buttons: [...quitWords.buttons],
    defaultId: 0,
    cancelId: 2,
    checkboxLabel: quitWords.everyTime,
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

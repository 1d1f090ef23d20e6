/** Words for the desktop and a terminal: refusals at the start, boxes, the tray. */

/** Why Tabkeeper does not start, or not now; one sentence each, without a prefix. */
export const startWords = {
  title: 'Tabkeeper could not start',
  unknown: 'The cause is not known.',
  remoteControl: (name: string) => `Tabkeeper does not start with --${name}.`,
  running: 'Tabkeeper is running already: its window was asked to show.',
  ending: 'Tabkeeper is still ending; this start goes on when it has.',
  neverEnded:
    'The Tabkeeper before this one is still ending. Start again in a moment; if that does not help, end it in the system’s list of processes.',
  folder: (folder: string) =>
    `${folder} cannot be the folder of Tabkeeper’s data: it is no folder, or nothing can be written there.`,
  lock: (folder: string) =>
    `Tabkeeper cannot lock its folder, since nothing can be written to ${folder}. Make room there, or check who may write to it.`,
} as const;

/** A page that is lost a second time within minutes. */
export const windowWords = {
  crashed: 'The window of Tabkeeper crashed again',
  failed: 'The window of Tabkeeper could not be loaded',
  detail: 'Keep-alive goes on. A closed window opens again from the tray, or by a second start.',
  close: 'Close the window',
  again: 'Load it again',
} as const;

/** What a restart loses: sessions and secrets that are in memory only. */
export interface Lost {
  /** Open sessions. */
  readonly sessions: number;
  /** Profiles whose secrets lie in memory only. */
  readonly secrets: number;
}

export const restartWords = {
  question: 'Restart Tabkeeper?',
  detail: ({ sessions, secrets }: Lost) =>
    [
      'Profiles, settings and what lies sealed on the disk are kept.',
      sessions === 0
        ? 'No session is open.'
        : `${count(sessions, 'open session', 'open sessions')} cannot be kept: left to lapse, a session stays usable for up to 35 minutes for whoever has its ID, but Tabkeeper has to sign in anew.`,
      secrets === 0
        ? null
        : `What is in memory only has to be typed again, for ${count(secrets, 'profile', 'profiles')}.`,
    ]
      .filter((sentence) => sentence !== null)
      .join(' '),
  restart: 'Restart',
  cancel: 'Cancel',
} as const;

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** Beside an answer that becomes a setting. */
const EVERY_TIME = 'Do this every time';

/** What closing the window means. The buttons of the question are: hide, quit, cancel. */
export const closeWords = {
  toTray: 'Tabkeeper goes on in the tray.',
  toTrayDetail:
    'It keeps the session open there. A second start of Tabkeeper always shows the window. Quit is in the tray’s menu and in Settings.',
  ok: 'OK',
  question: 'Keep Tabkeeper running without its window?',
  detail: (eachTime: boolean) =>
    `It keeps the session open. If your desktop shows no tray, start Tabkeeper once more to see the window.${eachTime ? '' : ' Settings can change your answer.'}`,
  buttons: ['Keep running', 'Quit', 'Cancel'],
  everyTime: EVERY_TIME,
} as const;

/** What becomes of open sessions. The buttons are: let it lapse, sign out, cancel. */
export const quitWords = {
  question: (open: number) => (open === 1 ? 'A session is open.' : `${open} sessions are open.`),
  detail: 'Left to lapse, a session stays usable for up to 35 minutes without a call.',
  buttons: ['Let it lapse', 'Sign out', 'Cancel'],
  everyTime: EVERY_TIME,
} as const;

/** An error that nobody caught. */
export const ownErrorWords = {
  title: 'Tabkeeper ran into an error of its own',
  detail: 'Keep-alive goes on. If something looks wrong, start Tabkeeper again.',
} as const;

/** `code`: the name of the system's error. */
export const noLogWords = (code: string): string =>
  `Tabkeeper cannot write its log (${code}). It goes on without one.`;

/** In the file that starts the app at login on Linux. */
export const AUTOSTART_COMMENT = 'Keeps a BILL sandbox session open';

/** The rows of the tray that are no state of a session. */
export const trayWords = {
  copyId: 'Copy session ID',
  verifyNeeded: 'Verification needed…',
  verify: 'Verify with phone…',
  signingIn: 'Signing in…',
  more: 'More…',
  pause: 'Pause keep-alive 30 min',
  endPause: 'End the pause',
  open: 'Open window',
  quit: 'Quit…',
} as const;

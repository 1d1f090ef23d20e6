/** What the desktop and a terminal are told: refusals at the start, boxes, the end. */

/** Why Tabkeeper does not start, or not now; one sentence each, without a prefix. */
export const startWords = {
  title: 'Tabkeeper could not start',
  unknown: 'The cause is not known.',
  door: (name: string) => `Tabkeeper does not start with --${name}.`,
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

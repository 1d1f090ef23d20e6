/**
 * A program asks for access: the window comes up, from the tray too. Where the desktop does not let it
 * come to the front (Wayland, a program in full screen), a notification says so.
 */
import { Notification } from 'electron';
import type { GrantQuestion } from '../../../src-shared/hand-off.ts';
import { askedWords } from '../../../src-shared/words/tools/hand-off-words.ts';
import { mayNotify } from './notifications.ts';

export interface GrantNotificationDeps {
  /** True while the person looks at the window. */
  readonly inSight: () => boolean;
  readonly show: () => void;
}

/** So long a window may take to come to the front, in milliseconds. */
const FRONT_WITHIN_MS = 1000;

/** Takes the question that stands, at each change. */
export function createGrantNotification({
  inSight,
  show,
}: GrantNotificationDeps): (question: GrantQuestion | null) => void {
  let current: number | null = null;
  let shown: Notification | null = null;
  let late: ReturnType<typeof setTimeout> | undefined;

  function notify(name: string): void {
    if (inSight() || !mayNotify() || !Notification.isSupported()) return;
    const { title, body } = askedWords(name);
    shown = new Notification({ title, body });
    shown.on('click', show);
    shown.show();
  }

  return (question) => {
    const asked = question?.question ?? null;
    if (asked === current) return;
    current = asked;
    clearTimeout(late);
    shown?.close();
    shown = null;
    if (question === null) return;
    show();
    late = setTimeout(() => notify(question.name), FRONT_WITHIN_MS);
  };
}

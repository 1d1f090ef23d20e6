/** Shows what session/announcer.ts decided: one notification a profile, in the place of the last. */
import { Notification } from 'electron';
import { incidentWords, type Incident } from '../../src-shared/incident.ts';

/** `act` runs the incident's verb; a click on the notification does it as well. */
export function createNotifications(
  act: (profile: string, action: Incident['action']) => void,
): (profile: string, incident: Incident | null) => void {
  /** Kept: a notification that is collected loses its listeners. */
  const shown = new Map<string, Notification>();
  return (profile, incident) => {
    shown.get(profile)?.close();
    shown.delete(profile);
    if (incident === null || !Notification.isSupported()) return;
    const { title, body, verb } = incidentWords(incident);
    const notification = new Notification({
      title,
      body,
      actions: [{ type: 'button', text: verb }],
    });
    const run = () => act(profile, incident.action);
    notification.on('click', run);
    notification.on('action', run);
    // Unsigned builds on macOS may not notify. The window says the same.
    notification.on('failed', () => shown.delete(profile));
    shown.set(profile, notification);
    notification.show();
  };
}

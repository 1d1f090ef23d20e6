/**
 * What the program prints of an event: a line of JSON, lines for a person, or nothing.
 */
import type { SimulatorEvent } from '../simulator-types.ts';

/** The text of one event with its line breaks. */
export function lineOf(event: SimulatorEvent, pretty: boolean): string {
  return `${pretty ? forPeople(event) : JSON.stringify(event)}\n`;
}

function forPeople(event: SimulatorEvent): string {
  switch (event.event) {
    case 'warning':
      return `Warning: ${event.message}`;
    case 'ready':
      return ready(event);
    case 'request': {
      const { method, endpoint, status, code, fault, hint } = event;
      const outcome = [status ?? 'no reply', code, fault === null ? null : `fault ${fault}`, hint];
      return line(event.at, [method, endpoint, ...outcome]);
    }
    case 'notSimulated':
      return line(event.at, [`${event.endpoint} is not simulated`]);
    case 'sms':
      return line(event.at, [`text to ${event.phone} (${event.userName}): ${event.code}`]);
    case 'sessionStarted': {
      const trust = event.trusted ? 'trusted' : 'not trusted';
      return line(event.at, [`session ${event.sessionMasked} of ${event.userName}, ${trust}`]);
    }
    case 'sessionTrusted':
      return line(event.at, [`session ${event.sessionMasked} of ${event.userName} is trusted`]);
    case 'sessionEnded':
      return line(event.at, [`session ${event.sessionMasked} ended: ${event.reason}`]);
    case 'reset':
      return line(event.at, ['everything is as at the start']);
  }
}

function ready({ baseUrl, accounts, tls, control }: Extract<SimulatorEvent, { event: 'ready' }>) {
  return [
    `Ready at ${baseUrl}`,
    ...(tls?.caFile ? [`Trust the authority in ${tls.caFile}`] : []),
    ...(control === null ? [] : [`Control at ${control.url} with the token ${control.token}`]),
    ...accounts.map(({ userName, password, orgId, devKey, condition }) =>
      [`  ${condition.padEnd(16)} ${userName}`, `password ${password}`, orgId, devKey].join('  '),
    ),
  ].join('\n');
}

/** @param at ISO 8601 in UTC, simulated */
function line(at: string, parts: readonly (string | number | null)[]): string {
  return [at.slice(11, 19), ...parts.filter((part) => part !== null)].join('  ');
}

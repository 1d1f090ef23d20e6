/** What a person may send to somebody who can help: no secret, no name and no ID is in it. */
import type { ExchangeDetail } from '../../exchange.ts';

/** `last`: the newest call that was answered with the code; null where none is kept. Times in UTC. */
export function supportText(code: string, last: ExchangeDetail | null, version: string): string {
  const said = last?.error?.kind === 'refused' ? last.error.text : '';
  const lines = [
    `Code: ${code}`,
    ...(said === '' ? [] : [`Text: ${said}`]),
    ...(last === null
      ? []
      : [
          `Call: ${last.request.line}`,
          ...(last.request.baseUrl === null ? [] : [`Server: ${last.request.baseUrl}`]),
          ...(last.status === null ? [] : [`HTTP status: ${last.status}`]),
          `Time: ${new Date(last.at).toISOString()}`,
        ]),
    `Client: Tabkeeper ${version}`,
  ];
  return `${lines.join('\n')}\n`;
}

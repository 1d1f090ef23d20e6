/** A server on this computer of whoever took the page over: what would come to it is written down. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Listening {
  readonly url: string;
  /** Address, headers and body of each request. */
  readonly requests: string[];
  close(): void;
}

/** A server of the page's: it knows each session that it is asked about, and refuses all else. */
export async function listen(): Promise<Listening> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const known = request.url?.endsWith('/GetSessionInfo.json') === true;
    const reply = known
      ? {
          response_status: 0,
          response_message: 'Success',
          response_data: { organizationId: '00801PAGE', userId: '00601PAGE' },
        }
      : {
          response_status: 1,
          response_message: 'Error',
          response_data: { error_code: 'BDC_1109', error_message: 'Session is invalid.' },
        };
    text(request).then(
      (body) => {
        requests.push(`${String(request.url)} ${JSON.stringify(request.headers)} ${body}`);
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(reply));
      },
      () => response.destroy(),
    );
  });
  server.on('connection', () => requests.push('a connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

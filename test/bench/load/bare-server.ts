/** What the simulator is measured against: node:http that parses a form and answers JSON. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const text = JSON.stringify({
      response_status: 0,
      response_message: 'Success',
      response_data: { organizationId: form.get('devKey'), userId: form.get('sessionId') },
    });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ event: 'ready', baseUrl: `http://127.0.0.1:${port}/api/v2` }));
});

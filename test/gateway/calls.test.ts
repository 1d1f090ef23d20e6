/** Calls of tools through the gateway: what is answered here, what goes on, and with whose keys. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startBefore, startWorld, success } from './world.ts';

const list = { data: JSON.stringify({ start: 0, max: 3 }) };

test('a tool lists vendors without a key of its own, by each way of showing the token', async () => {
  const { tool } = await startWorld();
  const basic = Buffer.from(`anybody:${tool.token}`).toString('base64');
  const replies = [
    await tool.post('List/Vendor', list),
    await tool.post('List/Vendor', list, { byPath: true }),
    await tool.post('List/Vendor', list, {
      token: null,
      headers: { authorization: `Basic ${basic}` },
    }),
  ];
  for (const { status, json } of replies) {
    expect([status, json]).toMatchObject([200, { response_status: 0 }]);
    expect((json as { response_data: unknown[] }).response_data).toHaveLength(3);
  }
});

test('Login and Logout are answered here, and the session stays', async () => {
  const { tabkeeper, tool, address, sessionId } = await startWorld();
  const before = sessionId();
  const requests = tabkeeper.simulator.requests().length;
  const own = { userName: 'a', password: 'b', orgId: 'c', devKey: '' };
  const { organizationId, userId } = tabkeeper.open();
  const answer = (apiEndPoint: string) => ({
    response_status: 0,
    response_message: 'Success',
    response_data: {
      sessionId: 'tabkeeper',
      orgId: organizationId.value,
      usersId: userId?.value,
      apiEndPoint,
    },
  });
  expect((await tool.post('Login', own)).json).toEqual(answer(address));
  const port = String(tool.port);
  expect((await tool.post('Login', own, { byPath: true })).json).toEqual(
    answer(`http://127.0.0.1:${port}/~${tool.token}/api/v2`),
  );
  expect((await tool.post('Logout', { sessionId: 'tabkeeper' })).json).toEqual({
    response_status: 0,
    response_message: 'Success',
    response_data: {},
  });
  expect(sessionId()).toBe(before);
  expect(tabkeeper.simulator.requests()).toHaveLength(requests);
  expect((await tool.post('GetSessionInfo')).json).toMatchObject({ response_status: 0 });
});

test('what the server echoes of the keys reads tabkeeper, in a short reply and in a long one', async () => {
  const filler = 'x'.repeat(200_000);
  const world = await startBefore(({ form, url }, response) => {
    const echo = { sessionId: form.get('sessionId'), devKey: form.get('devKey') };
    const data = url.includes('Long') ? { ...echo, filler, again: echo } : echo;
    response.setHeader('x-echo', form.get('sessionId') ?? '');
    response.end(success(data));
  });
  for (const operation of ['Short', 'Long']) {
    const { status, json, text, headers } = await world.tool.post(operation);
    expect([status, json]).toMatchObject([
      200,
      { response_data: { sessionId: 'tabkeeper', devKey: 'tabkeeper' } },
    ]);
    expect(headers['x-echo']).toBe('tabkeeper');
    expect(text).not.toContain(world.sessionId());
    expect(text).not.toContain(world.devKey());
  }
  expect(world.seen.map(({ form }) => form.get('sessionId'))).toEqual([
    world.sessionId(),
    world.sessionId(),
  ]);
});

test('a file of two megabytes goes through to its last byte, with the live keys beside it', async () => {
  const bytes = randomBytes(2 * 1024 * 1024);
  const world = await startBefore((_, response) => response.end(success({})));
  const form = new FormData();
  form.append('sessionId', 'tabkeeper');
  form.append('data', '{"fileName":"a.pdf"}');
  form.append('file', new File([bytes], 'a.pdf', { type: 'application/pdf' }));
  const sent = new Response(form);
  const reply = await world.tool.send('/api/v2/UploadAttachment.json', {
    headers: { 'content-type': sent.headers.get('content-type') ?? '', expect: '100-continue' },
    body: Buffer.from(await sent.arrayBuffer()),
  });
  expect(reply.status).toBe(200);
  const [one] = world.seen;
  const headers = { 'content-type': one?.headers['content-type'] ?? '' };
  const arrived = await new Response(new Uint8Array(one?.body ?? []), { headers }).formData();
  expect(arrived.get('sessionId')).toBe(world.sessionId());
  expect(arrived.get('devKey')).toBe(world.devKey());
  expect(Buffer.from(await (arrived.get('file') as File).arrayBuffer())).toEqual(bytes);
});

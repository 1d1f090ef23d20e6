/** The gateway turned on and off, its port and its tokens. */
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startBench } from '../local-api/bench.ts';
import { PROFILE, startTabkeeper, type FlowOptions } from '../flow/tabkeeper.ts';
import { toolAt } from './tool.ts';
import { startWorld, toolOf, worldOf } from './world.ts';

const profile = PROFILE;

test('it is off until a person turns it on, and off again its token opens nothing', async () => {
  const { tabkeeper, tool } = await startWorld();
  expect((await tool.post('GetSessionInfo')).status).toBe(200);
  await tabkeeper.call('setGateway', { profile, on: false });
  await expect(tool.post('GetSessionInfo')).rejects.toThrow();
  expect(tabkeeper.app.gatewayOf(profile)).toBeNull();
  await tabkeeper.call('setGateway', { profile, on: true });
  // The same address and token: what was saved goes on.
  expect((await tool.post('GetSessionInfo')).status).toBe(200);
});

test('it sleeps while other tools may not use the session', async () => {
  const { tabkeeper, tool } = await startWorld();
  await tabkeeper.call('changeSettings', { handOff: false });
  await tabkeeper.settled();
  await expect(tool.post('GetSessionInfo')).rejects.toThrow();
  expect(tabkeeper.app.snapshot().handOff.gateways[profile]?.state).toBe('asleep');
  await tabkeeper.call('changeSettings', { handOff: true });
  await tabkeeper.settled();
  expect((await tool.post('GetSessionInfo')).status).toBe(200);
});

test('a new token ends the one before, and both are copied by main alone', async () => {
  const { tabkeeper, tool, address } = await startWorld();
  const copied = async (part: 'address' | 'token' | 'both') => {
    await tabkeeper.call('copyGateway', { profile, part });
    return tabkeeper.clipboard();
  };
  expect(await copied('address')).toBe(address);
  expect(await copied('token')).toBe(tool.token);
  expect(await copied('both')).toBe(address.replace('/api', `/~${tool.token}/api`));
  await tabkeeper.call('renewGateway', { profile, part: 'token' });
  expect((await tool.post('GetSessionInfo')).kind).toBe('token');
  const { tool: next } = toolOf(tabkeeper);
  expect(next.token).not.toBe(tool.token);
  expect((await next.post('GetSessionInfo')).status).toBe(200);
  expect(JSON.stringify(tabkeeper.snapshots)).not.toContain(tool.token);
});

test('each profile has its own token, which opens that profile alone, and forgetting it ends it', async () => {
  const { tabkeeper, tool } = await startWorld();
  await tabkeeper.call('createProfile', {});
  const other = tabkeeper.app.snapshot().selected;
  const second = await worldOf(tabkeeper, other);
  expect(second.address).toBe(`http://127.0.0.1:${tool.port}/api/v2`);
  expect((await second.tool.post('GetSessionInfo')).kind).toBe('noSession');
  expect((await tool.post('GetSessionInfo')).status).toBe(200);
  await tabkeeper.call('forgetProfile', { profile: other });
  expect((await second.tool.post('GetSessionInfo')).kind).toBe('token');
});

test('[G10] a port that is taken is said, tried again, and never silently another one', async () => {
  const thief = createServer();
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
  let isListening = true;
  const end = () =>
    new Promise<void>((resolve) => {
      if (!isListening) resolve();
      else thief.close(() => resolve());
      isListening = false;
    });
  onTestFinished(end);
  const { port } = thief.address() as { port: number };
  const value = { version: 1, port, profiles: [] };
  const gatewayStore: FlowOptions['gatewayStore'] = {
    load: () => Promise.resolve({ is: 'read', value }),
    save: () => Promise.resolve(true),
  };
  const tabkeeper = await startTabkeeper({ gatewayStore });
  onTestFinished(() => tabkeeper.close());
  await tabkeeper.signIn();
  await tabkeeper.call('setGateway', { profile, on: true });
  const view = () => tabkeeper.app.snapshot().handOff.gateways[profile];
  expect(view()).toMatchObject({ state: 'taken', address: `http://127.0.0.1:${port}/api/v2` });
  expect(tabkeeper.app.gatewayOf(profile)).toBeNull();
  await end();
  tabkeeper.clock.advance(30_000);
  await tabkeeper.settled();
  expect(view()?.state).toBe('open');
  const { tool } = toolOf(tabkeeper);
  expect(tool.port).toBe(port);
  expect((await tool.post('GetSessionInfo')).status).toBe(200);
  // Another one only where a person says so.
  await tabkeeper.call('renewGateway', { profile, part: 'port' });
  const moved = toolOf(tabkeeper).tool;
  expect(moved.port).not.toBe(port);
  expect((await moved.post('GetSessionInfo')).status).toBe(200);
  await expect(toolAt(port, moved.token).post('GetSessionInfo')).rejects.toThrow();
});

test('getGateway gives a program that may call the address and the token of its profile', async () => {
  const bench = await startBench();
  await bench.tabkeeper.signIn();
  const grant = await bench.grant(['call']);
  const ask = () => bench.client().post('getGateway', { profile }, { token: grant });
  expect(await ask()).toMatchObject({ status: 409, body: { error: { kind: 'noGateway' } } });
  await bench.tabkeeper.call('setGateway', { profile, on: true });
  const access = bench.tabkeeper.app.gatewayOf(profile);
  expect((await ask()).body.value).toEqual({ url: access?.address, token: access?.token });
  const other = await bench.grant(['status', 'read', 'session']);
  const refused = await bench.client().post('getGateway', { profile }, { token: other });
  expect(refused).toMatchObject({ status: 403, body: { error: { kind: 'scope' } } });
});

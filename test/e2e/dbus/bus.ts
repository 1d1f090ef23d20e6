/** A message bus of the test's own, with one connection that answers for whatever a test stands in for. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Answer, type Call, type Connection } from './connection.ts';

export interface Bus {
  readonly socketFile: string;
  readonly address: string;
  readonly connection: Connection;
  close(): Promise<void>;
}

/** Why there can be no bus here; null where there can be one. */
export function busMissing(): string | null {
  if (process.platform !== 'linux') return 'only Linux has a session bus';
  const tried = spawnSync('dbus-daemon', ['--version']);
  return tried.error === undefined ? null : 'dbus-daemon is not installed';
}

/** Starts it; `answer` gets the calls to the names that the connection takes. */
export async function startBus(answer: (call: Call) => Answer): Promise<Bus> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-bus-'));
  const socketFile = path.join(folder, 'bus');
  const address = `unix:path=${socketFile}`;
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', `--address=${address}`], {
    stdio: 'ignore',
  });
  const connection = await connectWhenUp(socketFile, answer);
  return {
    socketFile,
    address,
    connection,
    close: async () => {
      connection.close();
      daemon.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connectWhenUp(
  socketFile: string,
  answer: (call: Call) => Answer,
): Promise<Connection> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await connect(socketFile, answer);
    } catch (error) {
      if (tries === 600) throw error;
      await delay(100);
    }
  }
}

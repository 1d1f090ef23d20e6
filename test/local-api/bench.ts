/** The app with its real local API, and programs that a person lets in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Scope } from '../../src-shared/local-api.ts';
import type { GrantQuestion } from '../../src-shared/hand-off.ts';
import { startTabkeeper, type FlowOptions, type Tabkeeper } from '../flow/tabkeeper.ts';
import { clientOf, type Client, type Reply } from './client.ts';

export interface Bench {
  readonly tabkeeper: Tabkeeper;
  /** `<userData>/hand-off`. */
  readonly folder: string;
  readonly client: () => Client;
  /** The question that stands. */
  readonly question: () => GrantQuestion | null;
  /** Asks for a grant, and answers as a person would in the window. */
  readonly grant: (
    scopes: readonly Scope[],
    change?: Readonly<Record<string, unknown>>,
  ) => Promise<string>;
  readonly turn: (on: boolean) => Promise<void>;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Program extends Bench {
  readonly token: string;
  /** Posts a command with the token of the program. */
  readonly post: (command: string, input?: unknown) => Promise<Reply>;
}

/** A session is open, and a person has let a program in for these scopes. */
export async function startProgram(...scopes: readonly Scope[]): Promise<Program> {
  const bench = await startBench();
  await bench.tabkeeper.signIn();
  const token = await bench.grant(scopes);
  const post = (command: string, input?: unknown) => bench.client().post(command, input, { token });
  return { ...bench, token, post };
}

/** Hand-off is on, and nobody is signed in. */
export async function startBench(options: FlowOptions = {}): Promise<Bench> {
  const folder = options.handOffFolder ?? path.join(await temporaryFolder(), 'hand-off');
  const tabkeeper = await startTabkeeper({ ...options, handOffFolder: folder });
  onTestFinished(() => tabkeeper.close());
  const question = () => tabkeeper.app.snapshot().handOff.question;
  const client = () => clientOf(folder);
  const turn = async (on: boolean) => {
    await tabkeeper.does('changeSettings', { handOff: on });
  };
  await turn(true);
  return {
    tabkeeper,
    folder,
    client,
    question,
    turn,
    grant: async (scopes, change = {}) => {
      const { id } = await client().ask({ scopes, ...change });
      const asked = question()?.question ?? -1;
      await tabkeeper.call('answerGrant', { question: asked, allow: true });
      const { token } = await client().answer(id);
      if (token === undefined) throw new Error('there was no token');
      return token;
    },
  };
}

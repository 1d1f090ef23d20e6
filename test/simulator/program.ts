/** The simulator as a process of its own, for tests of the program. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

import type { SimulatorAccount } from '../../src-simulator/index.ts';
import { builtTool } from '../built-tool.ts';
import { send, text } from './support.ts';

/** The file that others get: it starts in half of the time that the sources take. */
export const PROGRAM = await builtTool('simulator');
const running = new Set<ChildProcessWithoutNullStreams>();

export interface Line {
  readonly event: string;
  readonly [key: string]: unknown;
}

let folder: string | null = null;
afterAll(() => {
  if (folder !== null) rmSync(folder, { recursive: true });
  folder = null;
});

/** Where the files of a spec lie until it is over. */
export function inFolder(name: string): string {
  folder ??= mkdtempSync(join(tmpdir(), 'simulator-cli-'));
  return join(folder, name);
}

/** Writes a file there; gives its path. */
export function file(name: string, content: string | Buffer): string {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
}

export class Program {
  /** What programs find in their environment. */
  static env: NodeJS.ProcessEnv = process.env;

  readonly child: ChildProcessWithoutNullStreams;
  /** The exit code, or the signal that ended it. */
  readonly exit: Promise<number | string | null>;
  stdout = '';
  stderr = '';
  #waiting: (() => void)[] = [];

  constructor(...flags: string[]) {
    this.child = spawn(process.execPath, [PROGRAM, ...flags], { env: Program.env });
    running.add(this.child);
    onTestFinished(() => void this.child.kill('SIGKILL'));
    this.child.stdout.on('data', (chunk) => {
      this.stdout += String(chunk);
      this.#wake();
    });
    this.child.stderr.on('data', (chunk) => (this.stderr += String(chunk)));
    this.exit = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        running.delete(this.child);
        this.#wake();
        resolve(code ?? signal);
      });
    });
  }

  /** The whole lines so far. Throws for one that is no JSON. */
  get lines(): readonly Line[] {
    const whole = this.stdout.split('\n').slice(0, -1);
    return whole.map((line) => JSON.parse(line) as Line);
  }

  /** The first line with this event, now or later. */
  line(event: string): Promise<Line> {
    return this.#until(event, () => this.lines.find((line) => line.event === event));
  }

  /** The first match in what it printed, now or later. */
  matches(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#until(String(pattern), () => pattern.exec(this.stdout));
  }

  async #until<T>(what: string, find: () => T | null | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined && found !== null) return found;
      if (!running.has(this.child)) throw new Error(`It ended without "${what}": ${this.stderr}`);
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async call(path: string, fields: Readonly<Record<string, string>>) {
    const { baseUrl } = await this.line('ready');
    const port = Number(new URL(String(baseUrl)).port);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(fields).toString();
    return send(port, 'POST', `/api/v2${path}`, headers, body);
  }

  async signIn() {
    const ready = await this.line('ready');
    const [account] = ready['accounts'] as readonly SimulatorAccount[];
    if (account === undefined) throw new Error('No account was printed.');
    const { userName, password, orgId, devKey } = account;
    const reply = await this.call('/Login.json', { userName, password, orgId, devKey });
    return { account, reply, session: { devKey, sessionId: text(reply.data, 'sessionId') } };
  }
}

/**
 * Who runs on this machine, as far as the lock must know: a process ID alone is not enough, since a
 * dead process's number is given to another, most of all after a restart of the machine.
 */
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

export interface Processes {
  readonly pid: number;
  /** When the machine started, epoch ms, give or take the corrections of its clock. */
  bootedAt(): number;
  isAlive(pid: number): boolean;
  /** Tells this process from a later one with the same number; null where the system has no cheap way. */
  startOf(pid: number): string | null;
}

export const systemProcesses: Processes = {
  pid: process.pid,
  bootedAt: () => Math.round(Date.now() - uptime() * 1000),
  isAlive: (pid) => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      // Any other refusal (EPERM) comes from a process that is there.
      return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
    }
    return statOf(pid)?.state !== 'Z';
  },
  startOf: (pid) => {
    const started = statOf(pid)?.started;
    return started === undefined ? null : `${bootId()}:${started}`;
  },
};

/** Linux only. The name, in parentheses, can hold anything: what counts is behind the last one. */
function statOf(pid: number): { readonly state: string; readonly started: string } | null {
  if (process.platform !== 'linux') return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const started = rest[18];
    return state === undefined || started === undefined ? null : { state, started };
  } catch {
    return null;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}

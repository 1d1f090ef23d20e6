/**
 * Reads one property on the session bus of Linux with whichever command-line tool is installed,
 * since Electron has no API for it. No answer means that the value is not known.
 */
import { execFile } from 'node:child_process';
import { codeOf } from '../../src-shared/text/thrown.ts';

/** Runs a program without a shell: its output, empty when there is none in time; null: not installed. */
export type Ask = (file: string, args: readonly string[]) => Promise<string | null>;

export interface Property {
  readonly service: string;
  readonly path: string;
  readonly interface: string;
  readonly name: string;
}

const GET = 'org.freedesktop.DBus.Properties.Get';
const WITHIN_MS = 2000;

/**
 * A boolean property; null when no tool is there, or nobody answers with one. The first tool that is there
 * decides: another one would ask the same bus, and each is a program to start.
 */
export async function readFlag(property: Property, ask: Ask = run): Promise<boolean | null> {
  const { service, path, interface: of, name } = property;
  const ways: readonly (readonly [string, readonly string[]])[] = [
    [
      'gdbus',
      [
        ...['call', '--session', '--timeout=1', '--dest', service, '--object-path', path],
        ...['--method', GET, of, name],
      ],
    ],
    ['busctl', ['--user', '--timeout=1', 'get-property', service, path, of, name]],
    [
      'dbus-send',
      [
        ...['--session', '--print-reply', '--reply-timeout=1000', `--dest=${service}`, path],
        ...[GET, `string:${of}`, `string:${name}`],
      ],
    ],
  ];
  for (const [file, args] of ways) {
    const said = await ask(file, args);
    if (said === null) continue;
    const word = /\b(?:true|false)\b/u.exec(said)?.[0];
    return word === undefined ? null : word === 'true';
  }
  return null;
}

const run: Ask = (file, args) =>
  new Promise((resolve) => {
    execFile(file, args, { timeout: WITHIN_MS, killSignal: 'SIGKILL' }, (error, stdout) =>
      resolve(error === null ? stdout : isMissing(error) ? null : ''),
    );
  });

/** Not there, or not ours to start. A program that ran has its exit code there. */
const isMissing = (error: unknown) => ['ENOENT', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '');

/**
 * Reads one property on the session bus of Linux with whichever command-line tool is installed,
 * since Electron has no API for it. No answer means that the value is not known.
 */
import { execFile } from 'node:child_process';

/** Runs a program without a shell: its output, or null when there is none in time. */
export type Ask = (file: string, args: readonly string[]) => Promise<string | null>;

export interface Property {
  readonly service: string;
  readonly path: string;
  readonly interface: string;
  readonly name: string;
}

const GET = 'org.freedesktop.DBus.Properties.Get';
const WITHIN_MS = 2000;

/** A boolean property; null when no tool is there, or nobody answers with one. */
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
    const word = said === null ? undefined : /\b(?:true|false)\b/u.exec(said)?.[0];
    if (word !== undefined) return word === 'true';
  }
  return null;
}

const run: Ask = (file, args) =>
  new Promise((resolve) => {
    execFile(file, args, { timeout: WITHIN_MS, killSignal: 'SIGKILL' }, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });

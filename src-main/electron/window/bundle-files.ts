/** The list of the renderer's files, made once: a request is looked up in it, never joined to a path. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isAppOrigin } from './origin.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export interface ServedFile {
  readonly path: string;
  readonly type: string;
}

/** Lists the files below `folder`, as they are now. What is not in the list does not exist. */
export function listFiles(folder: string): (url: string) => ServedFile | undefined {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = new Map(
    entries
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        const type = types[path.extname(entry.name)];
        const pathname = `/${path.relative(folder, file).split(path.sep).join('/')}`;
        return type === undefined ? [] : [[pathname, { path: file, type }] as const];
      }),
  );
  return (url) => (isAppOrigin(url) ? files.get(new URL(url).pathname) : undefined);
}

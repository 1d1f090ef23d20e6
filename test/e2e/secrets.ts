/** Looks for planted secrets wherever something could have leaked. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The forms of a text in which somebody could find it: plain, URL, form, JSON, hex, UTF-16, and base64
 * at each of the three places in a group.
 */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // The groups at both ends hold bits of their neighbours.
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return text.slice(shift === 0 ? 0 : 4, -4);
  });
  return [
    ...new Set([
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      new URLSearchParams({ a: secret }).toString().slice(2),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      // What is too short to be told from chance says nothing.
      ...shifted.filter((text) => text.length >= 8),
      ...shifted
        .filter((text) => text.length >= 8)
        .map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
      bytes.toString('latin1'),
      Buffer.from(secret, 'utf16le').toString('latin1'),
    ]),
  ];
}

/** The names of the secrets that `text` holds in any form. */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}

/** The bytes of every file below `folder`, by path. */
export async function filesBelow(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [file, await readFile(file, 'latin1')] as const;
      }),
    ),
  );
}

/**
 * A multipart body without the session's keys, to be sent with the live ones. It is written anew, with a
 * boundary of our own, from what was understood of it: so no server can read other parts in it than we did.
 */
import { Busboy } from '@fastify/busboy';
import type { ToolBody } from './form-body.ts';
import { keyNamed, NOTHING_GIVEN, withGiven } from './session-fields.ts';

/** Null for what is not well-formed. Text is UTF-8, as browsers and curl send it. */
export async function readMultipart(bytes: Buffer, type: string): Promise<ToolBody | null> {
  const parts = await partsOf(bytes, type);
  if (parts === null) return null;
  let given = NOTHING_GIVEN;
  const rest: Part[] = [];
  for (const [name, value] of parts) {
    const key = keyNamed(name);
    if (key === null) {
      rest.push([name, value]);
      continue;
    }
    const more = typeof value === 'string' ? withGiven(given, key, value) : null;
    if (more === null) return null;
    given = more;
  }
  return {
    given,
    fields: rest.map(([name, value]) => [name, typeof value === 'string' ? value : told(value)]),
    fill: async (keys) => {
      const form = new FormData();
      if (keys !== null) {
        form.append('devKey', keys.devKey);
        form.append('sessionId', keys.sessionId);
      }
      for (const [name, value] of rest) {
        if (typeof value === 'string') form.append(name, value);
        else form.append(name, value, value.name);
      }
      const written = new Response(form);
      return {
        type: written.headers.get('content-type') ?? '',
        bytes: Buffer.from(await written.arrayBuffer()),
      };
    },
  };
}

type Part = readonly [name: string, value: string | File];

/** More than the longest form has by far. */
const MOST_PARTS = 1000;

function partsOf(bytes: Buffer, type: string): Promise<readonly Part[] | null> {
  return new Promise((resolve) => {
    const parts: Part[] = [];
    const refuse = () => resolve(null);
    try {
      const reader = new Busboy({
        headers: { 'content-type': type },
        // A name as it was sent, a path included.
        preservePath: true,
        limits: {
          parts: MOST_PARTS,
          fieldSize: bytes.length,
          fieldNameSize: 1000,
          headerPairs: 20,
        },
      });
      // The types promise a name, but a part can come without any.
      reader.on('field', (name: string | undefined, value, isNameCut, isCut) => {
        if (name === undefined || isNameCut || isCut) refuse();
        else parts.push([name, value]);
      });
      reader.on('file', (name: string | undefined, stream, fileName, _encoding, fileType) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', refuse);
        stream.on('end', () => {
          if (name === undefined) refuse();
          else parts.push([name, new File(chunks, fileName, { type: fileType })]);
        });
      });
      reader.on('partsLimit', refuse);
      reader.on('error', refuse);
      reader.on('finish', () => resolve(parts));
      reader.end(bytes);
    } catch {
      // No boundary in the Content-Type.
      refuse();
    }
  });
}

const told = ({ name, size }: File) => `${name} (${size} bytes)`;

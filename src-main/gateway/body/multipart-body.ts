/**
 * A multipart body without the session's keys, to be sent with the live ones. It is written anew, with a
 * boundary of our own, from what was understood of it: so no server can read other parts in it than we did.
 */
import type { ToolBody } from './form-body.ts';
import { keyNamed, NOTHING_GIVEN, withGiven } from './session-fields.ts';

/** Null for what is not well-formed. Text is UTF-8, as browsers and curl send it. */
export async function readMultipart(bytes: Buffer, type: string): Promise<ToolBody | null> {
  const parts = await partsOf(bytes, type);
  if (parts === null) return null;
  let given = NOTHING_GIVEN;
  const rest: (readonly [name: string, value: string | File])[] = [];
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

/** Node reads and writes multipart as the Fetch standard has it (fetch.spec.whatwg.org, "Body mixin"). */
async function partsOf(bytes: Buffer, type: string): Promise<FormData | null> {
  try {
    const whole = new Uint8Array(
      bytes.buffer,
      bytes.byteOffset,
      bytes.length,
    ) as Uint8Array<ArrayBuffer>;
    return await new Response(whole, { headers: { 'content-type': type } }).formData();
  } catch {
    return null;
  }
}

const told = ({ name, size }: File) => `${name} (${size} bytes)`;

/**
 * Reads a multipart/form-data body: text fields for any call (C, a public client posts even Login so),
 * and files (D S-SLATE).
 */
import { Busboy } from '@fastify/busboy';

/** A part that carries a file. */
export interface FilePart {
  /** As the client named it, without a path; empty where it gave none. */
  readonly fileName: string;
  /** The part's own Content-Type; `text/plain` where it has none. */
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Parts {
  readonly fields: readonly (readonly [string, string])[];
  /** By the name of the field. */
  readonly files: ReadonlyMap<string, FilePart>;
}

/** Text and files together; the longest documented form has a dozen. */
const MOST_PARTS = 1000;

export function isMultipart(contentType: string | undefined): boolean {
  return /^\s*multipart\/form-data\b/i.test(contentType ?? '');
}

/** Resolves to null where the body is no multipart or not whole, or has too many parts. */
export function readMultipart(contentType: string, body: Buffer): Promise<Parts | null> {
  return new Promise((resolve) => {
    const fields: (readonly [string, string])[] = [];
    const files = new Map<string, FilePart>();
    const give = (parts: Parts | null) => {
      resolve(parts);
    };
    try {
      const reader = new Busboy({
        headers: { 'content-type': contentType },
        limits: { parts: MOST_PARTS, fieldSize: body.length, headerPairs: 20 },
      });
      // The types promise a name, but a part can come without any.
      reader.on('field', (name: string | undefined, value) => {
        if (name !== undefined) fields.push([name, value]);
      });
      reader.on('file', (name, stream, fileName: string | undefined, _encoding, type) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', () => {
          give(null);
        });
        stream.on('end', () => {
          files.set(name, { fileName: fileName ?? '', type, bytes: Buffer.concat(chunks) });
        });
      });
      reader.on('partsLimit', () => {
        give(null);
      });
      reader.on('error', () => {
        give(null);
      });
      reader.on('finish', () => {
        give({ fields, files });
      });
      reader.end(body);
    } catch {
      // No boundary in the Content-Type.
      give(null);
    }
  });
}

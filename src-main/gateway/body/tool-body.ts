/** Reads the body of a tool's request whole, within bounds: of one, and of all that are held at once. */
import type { IncomingMessage } from 'node:http';
import { MAX_PASSED_FILE_BYTES, MAX_PASSED_FORM_BYTES } from '../../bill/call-limits.ts';
import { FORM_TYPE, readForm, type ToolBody } from './form-body.ts';
import type { ReadHead } from '../gateway-head.ts';
import { gatewayRefusal, type OwnAnswer } from '../gateway-refusals.ts';
import { readMultipart } from './multipart-body.ts';

/** A hundred calls may stand in line, and each with a file. */
const MOST_HELD_BYTES = 160 * 1024 * 1024;

/** Null for a call without a body. */
export type ReadBody = ToolBody | null | OwnAnswer;
export const isRefused = (read: ReadBody): read is OwnAnswer => read !== null && 'status' in read;

export interface BodyReader {
  /** `goOn`: asks for a body that is held back until then. Rejects when the tool has gone. */
  read(head: ReadHead, request: IncomingMessage, goOn: () => void): Promise<ReadBody>;
  /** Its body is not needed any more. */
  release(request: IncomingMessage): void;
}

export function createBodyReader(): BodyReader {
  const held = new Map<IncomingMessage, number>();
  const heldByAll = () => [...held.values()].reduce((sum, size) => sum + size, 0);

  /** All of it; the refusal once it is too long, or there is too much of them. */
  function whole(request: IncomingMessage, most: number): Promise<Buffer | OwnAnswer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const take = (chunk: Buffer) => {
        size += chunk.length;
        held.set(request, size);
        chunks.push(chunk);
        // The rest is left in the stream: iterating would end the connection before the refusal is there.
        if (size > most) end(() => resolve(gatewayRefusal('body')));
        else if (heldByAll() > MOST_HELD_BYTES) end(() => resolve(gatewayRefusal('busy')));
      };
      const done = () => end(() => resolve(Buffer.concat(chunks)));
      const gone = () => end(() => reject(new Error('The request was cut.')));
      const end = (then: () => void) => {
        request.off('data', take).off('end', done).off('close', gone);
        then();
      };
      request.on('data', take).on('end', done).on('close', gone);
    });
  }

  return {
    read: async ({ method, contentType, length }, request, goOn) => {
      const kind = kindOf(contentType);
      const most = kind === 'multipart' ? MAX_PASSED_FILE_BYTES : MAX_PASSED_FORM_BYTES;
      if (length !== null && length > most) return gatewayRefusal('body');
      if (length !== null && heldByAll() + length > MOST_HELD_BYTES) return gatewayRefusal('busy');
      if (request.headers.expect !== undefined) goOn();
      const bytes = await whole(request, most);
      if (!Buffer.isBuffer(bytes)) return bytes;
      if (method === 'GET') return bytes.length === 0 ? null : gatewayRefusal('body');
      if (kind === null && bytes.length > 0) return gatewayRefusal('body');
      const body = kind === 'multipart' ? await readMultipart(bytes, contentType) : readForm(bytes);
      return body ?? gatewayRefusal('body');
    },
    release: (request) => held.delete(request),
  };
}

/** Null for neither. */
function kindOf(contentType: string): 'form' | 'multipart' | null {
  const name = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (name === FORM_TYPE) return 'form';
  return name === 'multipart/form-data' ? 'multipart' : null;
}

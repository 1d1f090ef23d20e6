/** The envelope of every reply (bill-api 1.3). */
import { JsonText } from '../data/json-text.ts';

export interface Envelope {
  readonly response_status: 0 | 1;
  readonly response_message: 'Success' | 'Error';
  readonly response_data: unknown;
}

/** The envelope as it goes over the wire. */
export function envelopeText(status: 0 | 1, data: unknown): string {
  if (!(data instanceof JsonText)) return JSON.stringify(envelope(status, data));
  const around = JSON.stringify(envelope(status, null));
  return `${around.slice(0, -'null}'.length)}${data.text}}`;
}

export function envelope(status: 0 | 1, data: unknown): Envelope {
  return {
    response_status: status,
    response_message: status === 0 ? 'Success' : 'Error',
    response_data: data,
  };
}

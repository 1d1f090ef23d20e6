/** The envelope of every reply (bill-api 1.3). */

export interface Envelope {
  readonly response_status: 0 | 1;
  readonly response_message: 'Success' | 'Error';
  readonly response_data: unknown;
}

export function envelope(status: 0 | 1, data: unknown): Envelope {
  return {
    response_status: status,
    response_message: status === 0 ? 'Success' : 'Error',
    response_data: data,
  };
}

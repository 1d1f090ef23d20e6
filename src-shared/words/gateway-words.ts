/** The gateway: what the window says of it, and what a tool is told that is refused. */

/** Each says what to do next: a person reads it in the tool's own window. */
export const gatewayRefusalWords = {
  host: 'The Host of a request must be 127.0.0.1, localhost or [::1], with the gateway’s port or without one.',
  origin: 'Pages in a browser have no access. Use a program of your desktop.',
  token:
    'The gateway’s token is missing, or opens nothing any more. Copy it in Tabkeeper’s window, under Hand-off.',
  path: 'The address must be one below /api/v2, written out: no other host, no dots, no encoded or double slashes.',
  forbidden:
    'That is not called through the gateway: Tabkeeper alone signs in and verifies, and all other operations are posted.',
  body: 'The body cannot be passed on: it must be a form (1 MiB at most) or multipart (32 MiB), whole, plain and without a field given twice.',
  foreignSession:
    'The sessionId or devKey is of another session. Leave it out, or write tabkeeper: the live one is filled in.',
  busy: 'Too many calls are waiting for their turn. Try again in a moment.',
  noSession: 'No session is open for this profile: sign in in Tabkeeper’s window.',
  api: 'The server could not be reached, or its answer cannot be passed on.',
  internal: 'Tabkeeper itself failed. Try again; if it stays so, restart it.',
} as const;

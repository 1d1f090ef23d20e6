/** What the description of the local API says in words. */
export const openApiWords = {
  refused: 'Refused: the kind says why.',
  meaning:
    'With the kind `api`: what BILL’s code means, so that nobody has to know the codes. With the kind `scope`: `forTheApp`, where no grant helps.',
  hello: 'Proves that the app answers: HMAC-SHA256 of the nonce under the key of endpoint.json.',
  ask: 'Asks the person in front of the app. One question at a time, each for a minute.',
  answer: 'What became of the question. The token is given once.',
  events:
    'Server-sent events: `status` at once and at each change, `sessionChanged` when a session has another ID than the one before it.',
} as const;

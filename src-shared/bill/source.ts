/** How something about a session is known. What a person reads of it stands in words/name-words.ts. */

/** A call within a session, or the one that opens it, by what it does. */
export type SessionCall =
  | 'login'
  | 'sessionInfo'
  | 'logout'
  | 'mfaChallenge'
  | 'mfaAuthenticate'
  | 'mfaStatus'
  | 'operation' // one of those that only a trusted session may do
  | 'named'; // whatever a program called

/** The call that told the IDs of a session. */
export type IdSource = Extract<SessionCall, 'login' | 'sessionInfo'>;

/** What told how far a session is trusted. */
export type TrustSource =
  | Extract<SessionCall, 'login' | 'mfaAuthenticate' | 'mfaStatus' | 'operation'>
  | 'loginWithDevice' // with a remembered device: whether that was honoured, the reply does not say
  | 'tokenLogin'
  | 'otherTool' // another tool opened the session
  | 'lapsed'; // the 30 days of the remembered device are over

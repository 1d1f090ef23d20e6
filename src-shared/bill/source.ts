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

/** The call from which the IDs of a session are known. */
export type IdSource = Extract<SessionCall, 'login' | 'sessionInfo'>;

/** How it is known how far a session is trusted. */
export type TrustSource =
  | Extract<SessionCall, 'login' | 'mfaAuthenticate' | 'mfaStatus' | 'operation'>
  | 'loginWithDevice' // a sign-in with a remembered device: the reply does not say whether the device was accepted
  | 'tokenLogin'
  | 'otherTool' // another tool opened the session
  | 'lapsed'; // the 30 days of the remembered device are over

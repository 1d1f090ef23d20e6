/**
 * What the vault needs of the system's keyring. Interface only: the adapter is
 * electron/desktop/keyring-box.ts. A call may wait without limit while a keyring dialog is open,
 * and every rejection means "cannot be read now".
 */
export interface Opened {
  readonly text: string;
  /** The system has a newer or stronger key: seal again and store the result. */
  readonly shouldReseal: boolean;
}

export interface SecretBox {
  readonly platform: NodeJS.Platform;
  /** Whether the keyring is there and locked; null where nobody says. Shows no dialog. */
  isLocked(): Promise<boolean | null>;
  /** False when nothing can be sealed. True says nothing about real protection; see protection.ts. */
  available(): Promise<boolean>;
  /** What the system would pick (Linux). For diagnosis: it is not what really answered. */
  backend(): string | null;
  seal(text: string): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<Opened>;
}

/** What else is to be known of the folder with the user's data, on each system. */

export type DataSystem = 'windows' | 'mac' | 'linux';

/** One sentence or two each, for under the list of files. */
export const dataNotes: Readonly<Record<DataSystem, readonly string[]>> = {
  windows: [
    'The key of the vault lies in the file Local State of this folder, sealed by Windows for your account. Without that file, or under another account, the vault does not open: move or back up the folder as a whole.',
  ],
  mac: [
    'The key of the vault lies in your Keychain, as “Tabkeeper Safe Storage”. Without it the vault does not open.',
  ],
  linux: [
    'The key of the vault lies in your keyring, without which the vault does not open: KWallet on KDE, a Secret Service on every other desktop, also on one that is not known.',
    'When the session bus goes away, the system ends Tabkeeper at once: what was saved is on the disk, sessions are left to lapse, and a copied session ID stays on the clipboard.',
  ],
};

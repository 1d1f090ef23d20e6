/** "Copy as": its menu, what was copied, and why something was not. */
import type { CopyFormat, CopyPreview, CopyRefusal } from '../../copy-as/formats.ts';

export const formatWords: Readonly<Record<CopyFormat, string>> = {
  curl: 'curl (bash, zsh)',
  curlFish: 'curl (fish)',
  httpie: 'HTTPie (bash, zsh)',
  powershell: 'PowerShell',
  fetch: 'JavaScript fetch',
  python: 'Python',
  httpFile: '.http file',
  postman: 'Postman collection',
  postmanEnvironment: 'Postman environment',
};

export const copyRefusalWords: Readonly<Record<CopyRefusal, string>> = {
  hidden:
    'Not copied: a value of this call holds a character that cannot be seen, and a terminal might act on it.',
  template: 'Not copied: Postman would fill in a value of this call that stands in two braces.',
  cut: 'Not copied: this call was too long to be kept whole, so that a copy would be another call.',
  file: 'Not copied: this call was no form of plain fields.',
};

/** What a tool will know that the line is pasted into. */
export const wayWords: Readonly<Record<CopyPreview['way'], string>> = {
  gateway:
    'Goes through the gateway: the tool needs its token in TABKEEPER_GATEWAY_TOKEN and never sees the session ID or the developer key.',
  direct:
    'Goes to the server itself: the tool reads the session ID and the developer key from BILL_SESSION_ID and BILL_DEV_KEY, and has them for as long as they work.',
};

export const copyAsWords = {
  button: 'Copy as',
  menu: 'Copy as',
  done: 'Copied',
  back: 'Back',
  /** What the text needs where it is pasted. */
  note: {
    gateway: 'Through the gateway. Needs its token in TABKEEPER_GATEWAY_TOKEN.',
    direct: 'Needs BILL_SESSION_ID and BILL_DEV_KEY where it is pasted.',
  },
  liveMenu: 'Copy with live values',
  live: 'Copy with live values…',
  liveNote: 'Secrets are in the text. It leaves the clipboard after 30 s.',
  copied: (format: CopyFormat) => `Copied as ${formatWords[format]}.`,
  copiedLive: (format: CopyFormat) =>
    `Copied as ${formatWords[format]} with live values. They leave the clipboard after 30 seconds.`,
  collection: (title: string) => `BILL v2: ${title}`,
  everything: 'every operation',
  environment: 'BILL v2 by Tabkeeper',
  httpFileNote:
    'Percent-encode the values in the environment: this body is sent as it stands, and + would be a space.',
} as const;

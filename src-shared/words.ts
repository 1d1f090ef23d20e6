/**
 * Every sentence a person reads: window, tray, boxes, notifications and command line share it. This
 * file exports what the window starts with; they stand in `words/`, one file a subject.
 *
 * What only a part that is loaded later says is not among them, or the window would start with it: such a
 * part imports the file of its words itself.
 *
 * Exhaustive: a new kind of error or state does not compile until it has its words. Rules: a title
 * has no full stop; then one sentence of what happened and one of what to do; "%s" is the server
 * that answered.
 */
export * from './words/tools/copy-as-words.ts';
export * from './words/desktop-words.ts';
export * from './words/errors/error-words.ts';
export * from './words/session/keep-alive-words.ts';
export * from './words/tools/local-api-words.ts';
export * from './words/session/incident-words.ts';
export * from './words/name-words.ts';
export type { BannerWords } from './words/session/banner-words.ts';
export * from './words/session/session-words.ts';
export * from './words/session/ended-words.ts';
export type { ErrorWords, FieldName } from './words/errors/error-shape.ts';
export * from './words/sign-in-words.ts';
export * from './words/storage-words.ts';
export * from './words/session/trust-words.ts';
export * from './words/session/primary-action.ts';

/**
 * Every sentence a person reads about states and errors: window, tray, notifications and command
 * line share it. This file is the door; the words stand in `words/`, one file a subject.
 *
 * Exhaustive: a new kind of error or state does not compile until it has its words. Rules: a title
 * has no full stop; then one sentence of what happened and one of what to do; "%s" is the server
 * that answered.
 */
export * from './words/activity.ts';
export * from './words/data.ts';
export * from './words/desktop.ts';
export * from './words/errors.ts';
export * from './words/keep-alive.ts';
export * from './words/names.ts';
export * from './words/session.ts';
export type { ErrorWords, FieldName } from './words/shape.ts';
export * from './words/sign-in.ts';
export * from './words/storage.ts';
export * from './words/trust.ts';
export * from './words/verify.ts';
export * from './words/week.ts';
export * from './words/verb.ts';

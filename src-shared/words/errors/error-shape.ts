/** The shape of the words about an error, and how a row of them is written. */

/** The fields of the forms that an error can be about. */
export type FieldName =
  | 'userName'
  | 'password'
  | 'orgId'
  | 'devKey'
  | 'sessionId'
  | 'url'
  | 'code'
  | 'body'
  | 'machineName'
  | 'name';

export interface ErrorWords {
  /** What it is, without a full stop. */
  readonly title: string;
  readonly what: string;
  readonly next: string;
  /** The field it concerns, if there is one. */
  readonly field: FieldName | null;
}

export const words = (
  title: string,
  what: string,
  next: string,
  field: FieldName | null = null,
): ErrorWords => ({ title, what, next, field });

export const AGAIN = 'Try again in a minute.';

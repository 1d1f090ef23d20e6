/**
 * Reads typed keys out of the `data` JSON of a call (bill-api 1.4) and refuses what does not fit.
 */
import type { NamedOptions } from '../options/named-options.ts';
import { refuse, refuseWith } from './outcome.ts';
import type { Refusal } from './outcome.ts';
import type { Fields } from '../http/request.ts';

export type DataObject = Readonly<Record<string, unknown>>;

/** The `data` field as an object. Absent is an empty object where it may be absent. */
export function readData(fields: Fields, need: 'required' | 'optional'): DataObject | Refusal {
  const text = fields.get('data');
  if (text === undefined || text === '') {
    return need === 'required' ? refuse('BDC_1108', 'data') : {};
  }
  const value = parseJson(text);
  // A number or a list is JSON but no object with keys; BILL's text for 1122 covers both.
  return isObject(value) ? value : refuse('BDC_1122');
}

export function isRefusal(value: unknown): value is Refusal {
  return (
    typeof value === 'object' && value !== null && 'refused' in value && value.refused === true
  );
}

/** A required text. Empty counts as missing. */
export function textKey(data: DataObject, key: string, options: NamedOptions): string | Refusal {
  const value = data[key];
  if (value === undefined || value === null || value === '') {
    return missingKey(options, key);
  }
  return typeof value === 'string' ? value : refuse('BDC_1124', key);
}

/** A text that may be missing. */
export function optionalTextKey(data: DataObject, key: string): string | null | Refusal {
  const value = data[key];
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : refuse('BDC_1124', key);
}

/** A true or false; the strings "true" and "false" are the wrong type. */
export function flagKey(
  data: DataObject,
  key: string,
  required: boolean,
  options: NamedOptions,
): boolean | Refusal {
  const value = data[key];
  if (value === undefined || value === null) {
    return required ? missingKey(options, key) : false;
  }
  return typeof value === 'boolean' ? value : refuse('BDC_1124', key);
}

/** Null where the deviceId is short enough (bill-api 1.6). */
export function checkDeviceId(deviceId: string, options: NamedOptions): Refusal | null {
  const { deviceIdMaxLength: longest, deviceIdError } = options;
  const short = longest === 0 || deviceId.length <= longest;
  return short ? null : refuseWith(deviceIdError, 'deviceId', deviceId);
}

/** The refusal for want of a key inside `data`. */
export function missingKey(options: NamedOptions, name: string): Refusal {
  return { ...refuseWith(options.missingDataKeyError, name), reason: 'missingField' };
}

function isObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

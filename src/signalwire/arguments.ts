/** Reads what an app passes. Each throws `invalid-argument` before anything is sent. */
import { ChatError, fieldsOf, textOf } from '../core/index.js';
import type { JSONObject } from './types.js';

const DEFAULT_PAGE_SIZE = 10;

/** @param what cannot be done, such as "send the message" */
export const invalid = (what: string, problem: string): ChatError =>
  new ChatError('invalid-argument', `unable to ${what}; ${problem}`);

export function readAddressId(params: unknown, what: string): string {
  const addressId = textOf(fieldsOf(params)['addressId']);
  if (addressId.trim() !== '') return addressId;
  throw invalid(what, '`addressId` must be the id of an address: of one in the directories, or an id of Azure');
}

/** From forms, numbers may come as text. */
export function readPageSize(params: unknown, what: string): number {
  const { pageSize, limit } = fieldsOf(params);
  const size = pageSize ?? limit ?? DEFAULT_PAGE_SIZE;
  const number = typeof size === 'string' ? Number(size) : size;
  if (typeof number === 'number' && Number.isInteger(number) && number > 0) return number;
  throw invalid(what, '`pageSize` must be a whole number above 0');
}

export function readSeconds(params: unknown, name: 'since' | 'until', what: string): number | undefined {
  const seconds = fieldsOf(params)[name] ?? undefined;
  if (seconds === undefined || (typeof seconds === 'number' && Number.isFinite(seconds))) return seconds;
  throw invalid(what, `\`${name}\` must be a time in seconds since 1970`);
}

export function readText(params: unknown, what: string): string {
  const text = textOf(fieldsOf(params)['text']);
  if (text !== '') return text;
  throw invalid(what, '`text` must be a text that is not empty');
}

/** A copy: the app may change its own before the message leaves. `undefined` when there is none. */
export function readObject(params: unknown, name: 'metadata' | 'details', what: string): JSONObject | undefined {
  const value = fieldsOf(params)[name] ?? undefined;
  if (value === undefined) return undefined;
  try {
    const copy = JSON.parse(JSON.stringify(value)) as unknown;
    if (isObject(copy)) return copy;
  } catch (cause) {
    throw new ChatError('invalid-argument', `unable to ${what}; \`${name}\` is nothing that JSON can hold`, { cause });
  }
  throw invalid(what, `\`${name}\` must be an object`);
}

export function readFunction<F>(value: F, name: string, what: string): F {
  if (typeof value === 'function') return value;
  throw invalid(what, `\`${name}\` must be a function`);
}

export const isObject = (value: unknown): value is JSONObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

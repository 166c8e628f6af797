import { memberOf } from '../acs-wire/index.js';
import { fieldsOf, type MemberRecord } from '../core/index.js';
import { parseUserId } from './identifier-parser.js';

/** @returns `undefined` when the participant has no id. */
export function parseMember(value: unknown): MemberRecord | undefined {
  return memberOf(parseUserId(fieldsOf(value)['communicationIdentifier']), value);
}

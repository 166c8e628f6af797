import { ChatError, type ChatErrorCode, type ThreadRecord, fieldsOf, idOf, parseItems, textOf } from '../core/index.js';

/** A user whom the service would not add. */
export interface InvalidMember {
  readonly userId: string;
  /** Like an HTTP status: "403", "404". */
  readonly serviceCode: string;
}

/** `details` of the error when a thread was made without all of its members. */
export interface IncompleteThreadDetails {
  /** It exists; delete it or go on with it. */
  readonly thread: ThreadRecord;
  readonly invalidMembers: readonly InvalidMember[];
}

const CODE_BY_SERVICE_CODE: ReadonlyMap<string, ChatErrorCode> = new Map([
  ['403', 'forbidden'],
  ['404', 'not-found'],
]);

/** From the body of an answer that is a success all the same. */
export function parseInvalidMembers(body: unknown): InvalidMember[] {
  return parseItems(fieldsOf(body)['invalidParticipants'], (item) => {
    const { target, code } = fieldsOf(item);
    return { userId: textOf(target), serviceCode: idOf(code) };
  });
}

/** The error when the only user to be added was refused. */
export function memberRefusedError({ userId, serviceCode }: InvalidMember): ChatError {
  const code = CODE_BY_SERVICE_CODE.get(serviceCode) ?? 'invalid-argument';
  return new ChatError(code, `unable to add the member; the service refused ${userId || 'the user'} (${serviceCode})`, {
    details: { userId, serviceCode },
  });
}

/** The error when a thread was made, but without some of its members. */
export function incompleteThreadError(details: IncompleteThreadDetails): ChatError {
  const names = details.invalidMembers.map(({ userId, serviceCode }) => `${userId} (${serviceCode})`).join(', ');
  const reason = `the thread exists now, but the service refused ${names}`;
  return new ChatError('invalid-argument', `unable to add all members; ${reason}`, { details });
}

import { type UserId, fieldsOf, textOf } from '../core/index.js';

/** The service's id for whoever an identifier names, of whatever kind; `undefined` when it names nobody. */
export function parseUserId(value: unknown): UserId | undefined {
  const { rawId, communicationUser } = fieldsOf(value);
  const id = textOf(rawId) || textOf(fieldsOf(communicationUser)['id']);
  return id === '' ? undefined : id;
}

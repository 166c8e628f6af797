/**
 * Twilio's sids are a prefix and 32 hexadecimal digits, unique everywhere. ACS ids of messages and users are unique only
 * within their thread, so sids are derived: the same on every client, without asking anybody. A conversation keeps the
 * thread id as its sid, because that must lead back to the thread.
 */

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits);

/** 32-bit FNV-1a; not for secrets, only to spread names over digits. */
function hash32(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let position = 0; position < text.length; position++) {
    hash = Math.imul(hash ^ text.charCodeAt(position), 0x01000193) >>> 0;
  }
  return hash;
}

const digest = (text: string, words: number): string =>
  Array.from({ length: words }, (_, seed) => hex(hash32(text, seed * 0x9e3779b9), 8)).join('');

/** `IM…`; the last 12 digits are the ACS message id, so that logs of both sides can be matched. */
export function messageSid(threadId: string, messageId: string): string {
  const id = Number(messageId);
  if (!Number.isSafeInteger(id) || id < 0 || id >= 2 ** 48) return `IM${digest(`${threadId}/${messageId}`, 4)}`;
  return `IM${digest(threadId, 3).slice(0, 20)}${hex(id, 12)}`;
}

/** `MB…` for a user in a thread. */
export function participantSid(threadId: string, userId: string): string {
  return `MB${digest(`${threadId}/${userId}`, 4)}`;
}

/** Gives marks that no other message of this user will ever have: 24 hexadecimal digits, 8 of them counted. */
export function createNonces(): () => string {
  // React Native has no crypto without a polyfill. The mark must be unique, not secret, so Math.random will do there.
  const bytes = new Uint8Array(8).map(() => Math.random() * 256);
  (globalThis as { crypto?: { getRandomValues?(bytes: Uint8Array): unknown } }).crypto?.getRandomValues?.(bytes);
  // Once: for each message it would be a thirtieth of the time that a send takes.
  const own = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  let count = 0;
  return () => own + (count++).toString(16).padStart(8, '0');
}

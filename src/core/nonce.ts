/** A mark that no other message of this user will ever have: 24 hexadecimal digits. */
export function createNonce(): string {
  const bytes = new Uint8Array(12);
  const host = globalThis as { crypto?: { getRandomValues?(bytes: Uint8Array): unknown } };
  // React Native has no crypto without a polyfill. The mark must be unique, not secret, so Math.random will do there.
  if (host.crypto?.getRandomValues) host.crypto.getRandomValues(bytes);
  else for (let index = 0; index < bytes.length; index++) bytes[index] = Math.floor(Math.random() * 256);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

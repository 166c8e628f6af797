const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x0000000001000000000000000000013bn;

/**
 * The id of a user in a conversation: the same on every device and after coming back. Azure has no such ids, so it is made
 * of the ids of both (FNV-1a, 128 bits), in the form that the original has.
 */
export function memberIdOf(threadId: string, userId: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify([threadId, userId]));
  const hash = bytes.reduce((value, byte) => BigInt.asUintN(128, (value ^ BigInt(byte)) * PRIME), OFFSET);
  const digits = hash.toString(16).padStart(32, '0');
  return `MEM-${digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}

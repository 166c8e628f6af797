import { describe, expect, it } from 'vitest';
import { dataUrlOf } from '../../../src/stitch/data-url.js';
import { memberIdOf } from '../../../src/stitch/member-id.js';
import { pageOf } from '../../../src/stitch/page.js';
import { traitsOf } from '../../../src/stitch/profile.js';
import { idsOf } from '../../../src/stitch/to-message-event.js';

describe('ids', () => {
  it('§3.3 the id of a member is the same at all times and on every device', () => {
    expect(memberIdOf('19:a@thread.v2', '8:acs:b')).toBe(memberIdOf('19:a@thread.v2', '8:acs:b'));
    // Written down: clients of different versions of this library have to agree.
    expect(memberIdOf('19:a@thread.v2', '8:acs:b')).toBe('MEM-2bff5190-521a-1c8f-154d-d3a6c4dedecb');
  });

  it('§3.3 other users, other conversations and another case are other members', () => {
    const pairs = [
      ['19:a', '8:acs:b'],
      ['19:a', '8:acs:B'],
      ['19:b', '8:acs:b'],
      ['19:a8', ':acs:b'],
      ['19:a","8', 'acs:b'],
      ['ä', '\u{1f600}'],
    ] as const;
    expect(new Set(pairs.map(([thread, user]) => memberIdOf(thread, user))).size).toBe(pairs.length);
  });

  it('§3.3 the id of an event is the number that Azure’s id is', () => {
    expect(idsOf('1760000000123')).toEqual({ id: 1760000000123, acsId: '1760000000123' });
    expect(idsOf('99999999999999999999').id).toBe(Number.MAX_SAFE_INTEGER);
    expect(idsOf('odd').id).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('a data address', () => {
  it('§3.3 holds every byte, however large, and the true type', async () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256);
    const address = await dataUrlOf(new Blob([bytes], { type: 'image/webp' }));
    expect(address.slice(0, 23)).toBe('data:image/webp;base64,');
    expect(new Uint8Array(Buffer.from(address.slice(23), 'base64'))).toEqual(bytes);
  });
});

describe('a page', () => {
  const sorted = [1, 2, 3].map((id) => [id, `item ${id}`] as const);

  it('§3.2 begins at the cursor and names the next one', () => {
    expect(pageOf(sorted, undefined, 2)).toEqual({ entries: sorted.slice(0, 2), next: '3' });
    expect(pageOf(sorted, '3', 2)).toEqual({ entries: sorted.slice(2), next: undefined });
    expect(pageOf(sorted, undefined, Infinity)).toEqual({ entries: sorted, next: undefined });
    expect(pageOf(sorted, 'unknown', 2)).toEqual({ entries: [], next: undefined });
  });
});

describe('profiles', () => {
  it('§3.2 each generation has what the one before has', () => {
    expect(traitsOf('stitch-2')).toEqual({
      errorGroup: 'Stitch-errors',
      hasMemberMap: false,
      hasConversationMap: false,
      hasPages: false,
      hasPlainSenders: false,
    });
    expect(traitsOf('client-9')).toEqual({
      errorGroup: 'NXM-errors',
      hasMemberMap: true,
      hasConversationMap: true,
      hasPages: true,
      hasPlainSenders: true,
    });
    expect(() => traitsOf('client-10' as never)).toThrow('`profile`');
  });
});

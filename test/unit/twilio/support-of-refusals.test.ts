import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { encodeConnectionToken } from '../../../src/server/index.js';
import table from '../../../src/twilio/compat.json' with { type: 'json' };
import { createLink } from '../../../src/connect/index.js';
import { getSupport } from '../../../src/twilio/support.js';
import { notSupported, REASONS, type UnsupportedMember } from '../../../src/twilio/unsupported.js';
import { makeJwt } from '../../helper/make-jwt.js';

const members = Object.keys(REASONS) as UnsupportedMember[];
/** All are members of objects. */
const rowOf = (member: string) => getSupport(member.replace('.', '#'));

describe('what the facade refuses', () => {
  it.each(members)('%s has a row that says so', (member) => {
    expect(rowOf(member)?.support).toMatch(/^(unsupported|needs-companion|differs)$/);
  });

  it.each(members)('%s: the error gives the reason that the table gives', (member) => {
    const [reason] = REASONS[member];
    expect(rowOf(member)?.reason).toContain(reason.replace(/\.$/, ''));
    expect(notSupported(member).message).toContain(reason);
  });

  it('is what the table says rejects, no more and no less', () => {
    const says = Object.entries<{ support: string; reason: string }>(table.rows)
      .filter(([, { support, reason }]) => /^(unsupported|needs-companion)$/.test(support) && / rejects\b/.test(reason))
      .map(([id]) => id);
    const refused = members.map((member) => member.replace('.', '#'));
    const inSomeCases = ['Conversation#join', 'MessageBuilder#addMedia'];
    expect(says.sort()).toEqual(refused.filter((id) => !inSomeCases.includes(id)).sort());
  });

  it('is refused in no other way: one file makes these errors', async () => {
    const folder = new URL('../../../src/twilio/', import.meta.url);
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
    const makers = files.filter((_, index) => texts[index]!.includes('new NotSupportedError('));
    expect(makers).toEqual(['unsupported.ts']);
  });

  it('a file without a store: addMedia, which has nowhere to go', async () => {
    const endpoint = 'https://contoso.communication.azure.com';
    const token = encodeConnectionToken({ endpoint, token: makeJwt({}), identity: 'alice', userId: '8:acs:1_2' });
    const quiet = () => undefined;
    const listener = { followed: () => [], handleProfile: quiet, handleSettings: quiet };
    const link = await createLink(token, {}, { debug: quiet, info: quiet, warn: quiet, error: quiet }, listener);
    expect(link.media).toBeUndefined();
  });
});

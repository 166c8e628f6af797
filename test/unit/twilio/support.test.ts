import { describe, expect, it } from 'vitest';
import { getSupport } from '../../../src/index.js';
import table from '../../../src/twilio/compat.json' with { type: 'json' };

describe('getSupport', () => {
  it.each([
    ['Client', 'same'],
    ['Client.create', 'same'],
    ['Conversation#join', 'differs'],
    ['Client:messageAdded', 'same'],
    ['MessageBuilder#setContentTemplate', 'unsupported'],
  ])('tells how %s works: %s', (member, support) => {
    expect(getSupport(member)).toMatchObject({ member, support, evidence: expect.any(String) as string });
  });

  it('gives the reason, and the tests that show it', () => {
    const { reason, tests } = getSupport('Conversation#join')!;
    expect(reason).toContain('nobody can join an ACS thread by themselves');
    expect(tests).not.toEqual([]);
  });

  it.each(['', 'Nothing', 'Client#nothing', 'Conversation.join', 'toString', '__proto__', 'constructor'])(
    'gives undefined for "%s", which the original does not have',
    (member) => expect(getSupport(member)).toBeUndefined(),
  );

  it('knows every row of the table', () => {
    for (const [member, row] of Object.entries(table.rows)) expect(getSupport(member)).toEqual({ member, ...row });
  });
});

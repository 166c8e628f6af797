import { describe, expect, it } from 'vitest';
import { type AuthorizeAction, defaultAuthorize } from '../../../src/server/index.js';

const alice = { identity: 'alice', userId: '8:acs:alice' };
const ofAlice = { id: '19:a@thread.v2', createdBy: '8:acs:alice' };
const ofBob = { id: '19:b@thread.v2', createdBy: '8:acs:bob' };

describe('the default policy', () => {
  it.each<[AuthorizeAction, boolean, boolean]>([
    ['user.create', true, true],
    ['conversation.delete', true, false],
    ['participant.remove', true, false],
    ['user.update', false, false],
    ['conversation.find', false, false],
    ['conversation.peek', false, false],
    ['conversation.join', false, false],
    ['participant.update', false, false],
  ])('%s: in an own conversation %j, in another %j', (action, own, other) => {
    const target = { identity: 'carol', userId: '8:acs:carol' };
    expect(defaultAuthorize(action, { caller: alice, conversation: ofAlice, target })).toBe(own);
    expect(defaultAuthorize(action, { caller: alice, conversation: ofBob, target })).toBe(other);
    // A creator that ACS does not tell is nobody.
    expect(defaultAuthorize(action, { caller: alice, conversation: { id: 'x', createdBy: undefined }, target })).toBe(
      other,
    );
  });

  it('lets everybody leave', () => {
    const context = { caller: alice, conversation: ofBob, target: { identity: 'alice' } };
    expect(defaultAuthorize('participant.remove', context)).toBe(true);
  });

  it('refuses what it does not know', () => {
    expect(defaultAuthorize('to come' as AuthorizeAction, { caller: alice })).toBeFalsy();
  });
});

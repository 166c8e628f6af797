import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcements } from '../../../src/kandy/announcements.js';
import type { ConversationCore } from '../../../src/kandy/conversation-core.js';
import { ConversationTyping } from '../../../src/kandy/conversation-typing.js';
import { displayable } from '../../../src/kandy/displayable.js';
import { readIdToken } from '../../../src/kandy/id-token.js';
import { makeJwt } from '../../helper/make-jwt.js';

describe('displayable', () => {
  it.each([
    ['image/png', 'image/png'],
    ['image/jpeg', 'image/jpeg'],
    ['video/mp4', 'video/mp4'],
    ['text/plain;charset=utf-8', 'text/plain;charset=utf-8'],
    ['application/pdf', 'application/pdf'],
    ['image/svg+xml', 'application/octet-stream'],
    ['text/html', 'application/octet-stream'],
    ['application/xhtml+xml', 'application/octet-stream'],
    ['text/javascript', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('§4 a file of type %j is opened as %s', (type, expected) => {
    expect(displayable(new Blob(['x'], { type })).type).toBe(expected);
  });
});

describe('readIdToken', () => {
  it('K0-4 reads the claims of the user, and nothing of what is no JWT', () => {
    expect(readIdToken(makeJwt({ preferred_username: 'a@x.com', 'services-identity': 'i' }))).toEqual({
      username: 'a@x.com',
      identity: 'i',
    });
    expect(readIdToken(makeJwt({ sub: 'x' }))).toEqual({ username: undefined, identity: undefined });
    for (const odd of ['', 'x', 'a.b.c', makeJwt({}), makeJwt([1].slice(1))]) expect(readIdToken(odd)).toBeUndefined();
  });
});

describe('ConversationTyping', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('§1.4 idle by silence; a repeated signal is told once', async () => {
    const events = new Announcements();
    const states: unknown[] = [];
    events.on('isTypingList:change', ({ state }: { state: string }) => states.push(state));
    const core = { client: { events }, key: { destination: ['bob@x.com'], type: 'chat-oneToOne' } };
    const typing = new ConversationTyping(core as unknown as ConversationCore);
    typing.start('8:acs:bob', 'bob@x.com');
    await vi.advanceTimersByTimeAsync(6_000);
    typing.start('8:acs:bob', 'bob@x.com');
    await vi.advanceTimersByTimeAsync(7_900);
    expect([states, typing.list]).toEqual([['active'], ['bob@x.com']]);
    await vi.advanceTimersByTimeAsync(200);
    expect([states, typing.list]).toEqual([['active', 'idle'], []]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

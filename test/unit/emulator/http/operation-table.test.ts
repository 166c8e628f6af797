import { describe, expect, it } from 'vitest';
import { chatOperations } from '../../../../src/emulator/chat-routes/operations.js';
import { findOperation } from '../../../../src/emulator/http/operation-table.js';

describe('findOperation', () => {
  it.each([
    ['POST', '/chat/threads', 'Chat_CreateChatThread', {}],
    ['GET', '/chat/threads/19:x@thread.v2', 'ChatThread_GetChatThreadProperties', { threadId: '19:x@thread.v2' }],
    ['GET', '/chat/threads/19%3Ax%40thread.v2', 'ChatThread_GetChatThreadProperties', { threadId: '19:x@thread.v2' }],
    ['POST', '/chat/threads/t/participants/:add', 'ChatThread_AddChatParticipants', { threadId: 't' }],
    ['POST', '/chat/threads/t/participants/%3Aremove', 'ChatThread_RemoveChatParticipant', { threadId: 't' }],
    ['DELETE', '/chat/threads/t/messages/5', 'ChatThread_DeleteChatMessage', { threadId: 't', messageId: '5' }],
  ])('finds %s %s', (method, path, name, params) => {
    const match = findOperation(chatOperations, method, path);
    expect([match.operation.name, match.params]).toEqual([name, params]);
  });

  it.each([
    ['GET', '/chat/nothing', 404],
    ['GET', '/chat/threads/', 404],
    ['GET', '/chat/threads/t/', 404],
    ['PUT', '/chat/threads', 405],
    ['GET', '/chat/threads/%E0%A4%A', 400],
  ])('refuses %s %s with %d', (method, path, status) => {
    expect(() => findOperation(chatOperations, method, path)).toThrow(expect.objectContaining({ status }));
  });

  it('says what a path answers', () => {
    expect(() => findOperation(chatOperations, 'PUT', '/chat/threads/t/typing')).toThrow(
      expect.objectContaining({ extra: { headers: { Allow: 'POST' } } }),
    );
  });
});

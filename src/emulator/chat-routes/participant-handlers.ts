import { readFields, readOptionalArray, wrong } from '../http/fields.js';
import { param, type ChatHandler } from './chat-request.js';
import { pageByOffset } from './offset-page.js';
import { parseIdentifier, parseParticipants } from './participant-parser.js';
import { listInvalid } from './thread-handlers.js';
import { toWireParticipant } from './wire.js';

export const listParticipants: ChatHandler = (request, services) =>
  pageByOffset(request, services, 'participants', (skip, size) => {
    const { items, hasMore } = services.store.participants.list(
      param(request, 'threadId'),
      request.caller.userId,
      skip,
      size,
    );
    return { items: items.map(toWireParticipant), hasMore };
  });

export const addParticipants: ChatHandler = (request, services) => {
  const values = readOptionalArray(readFields(request.body, 'body'), 'participants');
  if (!values || values.length === 0) throw wrong('participants', 'a list with at least one participant');
  const { store, behaviour } = services;
  const defaultHistory = behaviour.addedUserHistory === 'all' ? 0 : store.context.now();
  const { valid, invalid } = parseParticipants(values, services, defaultHistory);
  const threadId = param(request, 'threadId');
  store.participants.add(threadId, request.caller.userId, valid);
  const location = `${request.origin}/chat/threads/${threadId}/participants`;
  return { status: 201, body: listInvalid(invalid), headers: { Location: location } };
};

export const removeParticipant: ChatHandler = (request, { store }) => {
  const removed = parseIdentifier(request.body, 'participantCommunicationIdentifier');
  store.participants.remove(param(request, 'threadId'), request.caller.userId, removed);
  return { status: 204 };
};

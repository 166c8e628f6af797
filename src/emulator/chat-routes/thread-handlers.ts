import { refuse } from '../errors.js';
import {
  readFields,
  readOptionalArray,
  readOptionalInteger,
  readOptionalStrings,
  readString,
  wrong,
  type Fields,
} from '../http/fields.js';
import { readPageSize, readStartTime, readSyncState, toNextLink, toSyncState } from '../http/paging.js';
import { metadataBytes } from '../limits.js';
import type { ThreadPatch } from '../store/threads.js';
import { param, type ChatHandler, type ChatRequest, type ChatServices } from './chat-request.js';
import { parseParticipants, type InvalidParticipant } from './participant-parser.js';
import { toWireThread, toWireThreadItem } from './wire.js';

const PATH = '/chat/threads';

export const createThread: ChatHandler = (request, services) => {
  const creator = request.caller.userId;
  // The one operation that may be repeated safely: the same id gives the same thread again.
  const requestId = request.header('repeatability-request-id');
  const repeated = requestId === undefined ? undefined : services.store.threads.findRepeated(creator, requestId);
  if (repeated) return created(request, { chatThread: toWireThread(repeated) }, repeated.id);

  const fields = readFields(request.body, 'body');
  const topic = readTopic(fields, services);
  const metadata = readThreadMetadata(fields, services) ?? {};
  const days = readRetention(fields, services);
  const { valid, invalid } = parseParticipants(readOptionalArray(fields, 'participants') ?? [], services, 0);
  const retention = typeof days === 'number' ? { deleteThreadAfterDays: days } : {};
  const thread = services.store.threads.create(
    creator,
    { topic, metadata, participants: valid, ...retention },
    requestId,
  );
  return created(request, { chatThread: toWireThread(thread), ...listInvalid(invalid) }, thread.id);
};

export const listThreads: ChatHandler = (request, services) => {
  const { listPageSize, listPageMax, pageSizeAboveMax } = services.behaviour;
  const size = readPageSize(request.query, { usual: listPageSize, most: listPageMax, aboveMost: pageSizeAboveMax });
  const startTime = readStartTime(request.query);
  const after = readCursor(request.query);
  const { threads, hasMore } = services.store.threads.list(request.caller.userId, {
    size,
    ...(startTime === undefined ? {} : { startTime }),
    ...(after ? { after } : {}),
  });
  const last = threads.at(-1);
  const link = {
    ...(startTime === undefined ? {} : { startTime: new Date(startTime).toISOString() }),
    maxPageSize: size,
    'api-version': request.apiVersion,
  };
  const more =
    hasMore && last
      ? { nextLink: toNextLink(request.origin, PATH, { syncState: toSyncState([last.activeOn, last.id]), ...link }) }
      : {};
  return { status: 200, body: { value: threads.map(toWireThreadItem), ...more } };
};

export const getThread: ChatHandler = (request, { store }) => ({
  status: 200,
  body: toWireThread(store.threads.get(param(request, 'threadId'), request.caller.userId)),
});

export const updateThread: ChatHandler = (request, services) => {
  const fields = readFields(request.body, 'body');
  const topic = fields['topic'] === undefined ? undefined : readTopic(fields, services);
  const metadata = readThreadMetadata(fields, services);
  const days = readRetention(fields, services);
  const patch: ThreadPatch = {
    ...(topic === undefined ? {} : { topic }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(days === undefined ? {} : { deleteThreadAfterDays: days }),
  };
  const threadId = param(request, 'threadId');
  checkMergedMetadata(threadId, request, services, patch);
  services.store.threads.update(threadId, request.caller.userId, patch);
  return { status: 204 };
};

export const deleteThread: ChatHandler = (request, { store }) => {
  store.threads.delete(param(request, 'threadId'), request.caller.userId);
  return { status: 204 };
};

/** `invalidParticipants` is absent when there are none. */
export function listInvalid(invalid: readonly InvalidParticipant[]): object {
  return invalid.length === 0 ? {} : { invalidParticipants: invalid };
}

function created(request: ChatRequest, body: object, threadId: string) {
  return { status: 201, body, headers: { Location: `${request.origin}${PATH}/${threadId}` } };
}

function readTopic(fields: Fields, { behaviour }: ChatServices): string {
  const topic = readString(fields, 'topic');
  if (topic === '' && behaviour.emptyTopic === 'reject') throw wrong('topic', 'a text that is not empty');
  if (topic.length > behaviour.maxTopicLength) throw wrong('topic', `at most ${behaviour.maxTopicLength} characters`);
  return topic;
}

function readThreadMetadata(fields: Fields, { behaviour, limits }: ChatServices): Record<string, string> | undefined {
  const metadata = readOptionalStrings(fields, 'metadata', behaviour.nullMetadataValue);
  if (metadata && metadataBytes(metadata) > limits.threadMetadataBytes) throw tooMuchMetadata();
  return metadata;
}

/** A patch may be small and still make the whole too large. */
function checkMergedMetadata(threadId: string, request: ChatRequest, services: ChatServices, patch: ThreadPatch): void {
  if (!patch.metadata) return;
  const { metadata } = services.store.threads.get(threadId, request.caller.userId);
  if (metadataBytes({ ...metadata, ...patch.metadata }) > services.limits.threadMetadataBytes) throw tooMuchMetadata();
}

function tooMuchMetadata(): Error {
  return refuse.badRequest('The metadata of a thread may take up to 1 KB.', 'metadata');
}

/** Days, or `null` for no policy; `undefined` when the request does not say. */
function readRetention(fields: Fields, { limits }: ChatServices): number | null | undefined {
  const value = fields['retentionPolicy'];
  if (value === undefined || value === null) return value;
  const policy = readFields(value, 'retentionPolicy');
  const kind = readString(policy, 'kind', 'retentionPolicy.kind');
  if (kind === 'none') return null;
  if (kind !== 'threadCreationDate') throw wrong('retentionPolicy.kind', 'threadCreationDate or none');
  const target = 'retentionPolicy.deleteThreadAfterDays';
  const days = readOptionalInteger(policy, 'deleteThreadAfterDays', target);
  const { min, max } = limits.retentionDays;
  if (days === undefined || days < min || days > max) throw wrong(target, `a whole number from ${min} to ${max}`);
  return days;
}

function readCursor(query: URLSearchParams): { activeOn: number; id: string } | undefined {
  const state = readSyncState(query);
  if (!state) return undefined;
  const [activeOn, id] = state;
  if (typeof activeOn !== 'number' || typeof id !== 'string') throw wrong('syncState', 'one that the service issued');
  return { activeOn, id };
}

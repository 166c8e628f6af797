import { readPageSize, readSkip, toNextLink } from '../http/paging.js';
import type { Slice } from '../store/participants.js';
import { param, type ChatAnswer, type ChatRequest, type ChatServices } from './chat-request.js';

/** Answers a list that is paged by offset, with the kind of link recorded for participants and receipts. */
export function pageByOffset(
  request: ChatRequest,
  { behaviour }: ChatServices,
  list: string,
  read: (skip: number, size: number) => Slice<object>,
): ChatAnswer {
  const size = readPageSize(request.query, {
    usual: behaviour.listPageSize,
    most: behaviour.listPageMax,
    aboveMost: behaviour.pageSizeAboveMax,
  });
  const skip = readSkip(request.query);
  const { items, hasMore } = read(skip, size);
  const path = `/chat/threads/${param(request, 'threadId')}/${list}`;
  const next = { skip: skip + size, maxPageSize: size, 'api-version': request.apiVersion };
  return {
    status: 200,
    body: { value: items, ...(hasMore ? { nextLink: toNextLink(request.origin, path, next) } : {}) },
  };
}

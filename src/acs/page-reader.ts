import { ChatError, type Page, fieldsOf, parseItems, parseUrl, textOf } from '../core/index.js';
import { unreadableReplyError } from './acs-error.js';
import type { AcsCallOptions, AcsReply } from './acs-exchange.js';
import type { AcsRequester } from './acs-requester.js';

/** A list of the SDK's clients; only its pages are used. */
interface PagedList {
  byPage(settings?: { continuationToken?: string }): AsyncIterator<unknown>;
}

/** How to ask for a list, and how to read what is in it. */
export interface PagedRequest<T> {
  readonly operation: string;
  readonly list: (options: AcsCallOptions) => PagedList;
  /** `undefined` leaves the item out. */
  readonly parseItem: (item: unknown) => T | undefined;
}

/**
 * Reads one page with one request; the first one without `link`.
 *
 * @throws ChatError
 */
export async function readPage<T>(requester: AcsRequester, request: PagedRequest<T>, link?: string): Promise<Page<T>> {
  const { operation, list, parseItem } = request;
  const settings = () => (link === undefined ? {} : { continuationToken: link });
  const reply = await requester.send(operation, (options) => list(options).byPage(settings()).next());
  const { value, nextLink } = fieldsOf(reply.body);
  // An empty page in its place would say that the list ends here.
  if (!Array.isArray(value)) throw unreadableReplyError(operation, reply);
  const items = parseItems(value, parseItem);
  const next = textOf(nextLink);
  if (next === '') return { items };
  return { items, loadNext: async () => readPage(requester, request, resolveLink(operation, next, reply)) };
}

/**
 * The address of the next page. The SDK would send the token to whatever host the link names.
 *
 * @throws ChatError `service-error` when that is not the host which the page came from.
 */
function resolveLink(operation: string, link: string, { url }: AcsReply): string {
  const { origin } = new URL(url);
  const target = parseUrl(link, origin);
  if (target?.origin !== origin) {
    throw new ChatError('service-error', `unable to ${operation}; the next page is on another host`);
  }
  return origin + target.pathname + target.search;
}

import { wrongType } from './errors.js';
import type { ConversationEvent } from './event-book.js';
import { Page, pageOf, type PageParams } from './page.js';
import type { ThreadView } from './thread-view.js';

/** Which events to give. */
export interface EventsParams extends PageParams {
  /** Ids of events; both of them included. */
  start_id?: number | string | undefined;
  end_id?: number | string | undefined;
  /** From `client-6` on. */
  event_type?: string | undefined;
}

type Entry = readonly [number, ConversationEvent];

/** The newest events, as many as `historyLimit` says or down to `start_id`; from `client-6` on, all of them in pages. */
export function getEvents(view: ThreadView, params: EventsParams = {}): Promise<Page<number, ConversationEvent>> {
  return view.ask(() => {
    const { hasPages } = view.app.settings.traits;
    const { page_size, order, cursor } = pageParamsOf(params, hasPages ? 10 : Infinity);
    const from = idOf(params.start_id, 'start_id', -Infinity);
    const to = idOf(params.end_id, 'end_id', Infinity);
    const isGiven = ([id, { type }]: Entry): boolean =>
      id >= from && id <= to && (params.event_type === undefined || params.event_type === type);
    const read = async (start: string | undefined) => {
      if (hasPages) await readFor(view, order === 'desc' && !params.event_type ? page_size : Infinity, start);
      else await view.readHistory(view.app.settings.historyLimit, params.start_id === undefined ? undefined : from);
      const entries = [...view.conversation.events].filter(isGiven);
      return pageOf(order === 'desc' ? entries.reverse() : entries, start, page_size);
    };
    return Page.read({ page_size, order, read }, [cursor]);
  });
}

/** Reads the page that begins at this id and one event more, which tells whether another page follows. */
async function readFor(view: ThreadView, size: number, start: string | undefined): Promise<void> {
  const newer = [...view.conversation.events.keys()].filter((id) => start !== undefined && id > Number(start));
  await view.readHistory(newer.length + size + 1);
}

/** @throws NexmoClientError naming the parameter */
export function pageParamsOf(
  { page_size, order = 'asc', cursor }: PageParams,
  defaultSize: number,
): { page_size: number; order: 'asc' | 'desc'; cursor: string | undefined } {
  const size = page_size ?? defaultSize;
  if (!(size >= 1)) throw wrongType('read the list', '`page_size` must be a number of 1 or more');
  if (!['asc', 'desc'].includes(order)) throw wrongType('read the list', '`order` must be asc or desc');
  return { page_size: size, order, cursor };
}

function idOf(id: number | string | undefined, field: string, absent: number): number {
  const value = id === undefined ? absent : Number(id);
  if (Number.isNaN(value)) throw wrongType('read the events', `\`${field}\` must be the id of an event`);
  return value;
}

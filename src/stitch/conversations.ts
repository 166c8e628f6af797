import { encodeThread, isChatError, type Thread } from '../core/index.js';
import type { AppCore } from './app-core.js';
import type { ConversationsById, NewConversationParams } from './application.js';
import type { Conversation } from './conversation.js';
import { missing, NexmoApiError, SERVER_TYPES, typeOfMissing, wrongType } from './errors.js';
import { pageParamsOf } from './get-events.js';
import { Page, pageOf, type PageParams } from './page.js';
import type { User } from './users.js';

export function getConversation(app: AppCore, id: string): Promise<Conversation> {
  return app.ask(async () => {
    if (typeof id !== 'string' || id === '') throw missing('get the conversation', 'name it by its id');
    const threadId = await app.link.threads.threadIdOf(id);
    if (threadId === undefined) throw noConversation();
    const thread = await findOwn(app, threadId);
    const view = app.viewOf(threadId);
    // A directory may know the name from now on; without a thread, it is what the app calls it.
    app.rename(view);
    if (thread) await view.load();
    else if (view.presence === 'outside') view.conversation.id = id;
    return view.conversation;
  }, typeOfMissing);
}

/** @returns `undefined` when the user is not in it, and something is configured that could let them in */
async function findOwn({ session, link }: AppCore, threadId: string): Promise<Thread | undefined> {
  try {
    return await session.findThread(threadId);
  } catch (error) {
    if (link.canJoin && isChatError(error) && typeOfMissing(error)) return undefined;
    throw error;
  }
}

/** From `client-6` on in pages. */
export async function getConversations(app: AppCore, params: PageParams = {}): Promise<ConversationsById> {
  await app.ask(() => app.session.allLoaded());
  const { conversations } = app.application;
  if (!app.settings.traits.hasPages) return conversations;
  const { page_size, order, cursor } = pageParamsOf(params, 10);
  const read = (start: string | undefined) => {
    const entries = [...(conversations as Map<string, Conversation>)].sort(byCreation);
    return Promise.resolve(pageOf(order === 'desc' ? entries.reverse() : entries, start, page_size));
  };
  return Page.read({ page_size, order, read }, [cursor]);
}

/** @returns the conversation, which the user has yet to join */
export function newConversation(app: AppCore, params: NewConversationParams = {}): Promise<Conversation> {
  return app.ask(async () => {
    const { name, display_name = name } = params;
    for (const [field, value] of Object.entries({ name, display_name }))
      if (value !== undefined && typeof value !== 'string')
        throw wrongType('make the conversation', `\`${field}\` must be a string`);
    const content = encodeThread({ name: display_name ?? null, uniqueName: name ?? null, attributes: {} });
    const creatorName = app.link.ownName;
    const thread = await app.session.createThread({ ...content, memberIds: [], creatorName });
    return app.viewOf(thread.id).conversation;
  });
}

export function getUser(app: AppCore, id: string | undefined): Promise<User> {
  return app.ask(async () => {
    const { directory, userId: ownUserId } = app.session;
    const userId = id === undefined ? ownUserId : await directory.userIdOf(id);
    if (userId === undefined)
      throw new NexmoApiError('error:acs:404', 'unable to get the user; nobody is known by that id', {
        detail: 'not-found',
      });
    await directory.prepare([userId]);
    return app.users.get(userId);
  });
}

const noConversation = (): NexmoApiError =>
  new NexmoApiError(
    SERVER_TYPES.noConversation,
    'unable to get the conversation; nothing is known by that id. Name its thread with `conversations`, or use the thread id',
    { detail: 'not-found' },
  );

const byCreation = ([, a]: readonly [string, Conversation], [, b]: readonly [string, Conversation]): number =>
  (a.timestamp.created ?? '').localeCompare(b.timestamp.created ?? '');

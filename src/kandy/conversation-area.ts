import { ChatError, fieldsOf } from '../core/index.js';
import { CODES, badInput, toBasicError } from './basic-error.js';
import { CHAT_TYPES, kindOf } from './chat-types.js';
import type { ClientCore } from './client-core.js';
import { directPeer } from './conversations.js';
import type { Conversation } from './conversation.js';
import type { Recipients } from './forward.js';

/** Which kind of conversation: `chat-oneToOne` (also `im`, `chat`) or `chat-group` (also `group`). */
export interface ConversationType {
  readonly type?: string | undefined;
}

/** `client.conversation` */
export class ConversationArea {
  readonly chatTypes = CHAT_TYPES;
  readonly #core: ClientCore;

  /** @internal */
  constructor(core: ClientCore) {
    this.#core = core;
  }

  /**
   * A conversation with a user or of a group, at once; at the service it begins with the first message. `conversations:new`
   * tells when it was not known. What cannot be, such as SMS, is told by `messages:error`, now and whenever it is used.
   */
  create(recipient: Recipients, options?: ConversationType): Conversation {
    const type = typeIn(options);
    const { conversations, events, settings } = this.#core;
    const kind = kindOf(type, settings.oneToOneTypeName);
    const id = recipientOf(recipient);
    if (kind === undefined) return this.#refuse(String(type), id, unknownType(type));
    if (id === undefined)
      return this.#refuse(typeof type === 'string' ? type : settings.oneToOneTypeName, id, invalidRecipient());
    const { conversation, core, isNew } = conversations.ensure(kind, id);
    if (isNew) events.emit('conversations:new', core.key);
    return conversation;
  }

  /** A conversation that is known; `undefined` otherwise. */
  get(recipient: Recipients, options?: ConversationType): Conversation | undefined {
    const kind = kindOf(typeIn(options), this.#core.settings.oneToOneTypeName);
    const id = recipientOf(recipient);
    return kind && id !== undefined ? this.#core.conversations.find(kind, id)?.conversation : undefined;
  }

  /** All that are known. `fetch` makes those known that exist at the service. */
  getAll(): Conversation[] {
    return this.#core.conversations.all;
  }

  /** Makes the user's conversations of one kind known: `conversations:change` tells them as a list. */
  fetch(options?: ConversationType): void {
    this.#fetch(typeIn(options)).catch((error: unknown) =>
      this.#core.events.messagesError(toBasicError(error, CODES.fetchConversations)),
    );
  }

  async #fetch(type: unknown): Promise<void> {
    const { connection, conversations, events, settings } = this.#core;
    const kind = kindOf(type, settings.oneToOneTypeName);
    if (kind === undefined) throw unknownType(type);
    const chat = await connection.ready();
    await chat.session.allLoaded();
    const threads = chat.session.threads.filter(
      (thread) => (directPeer(chat, thread) === undefined) === (kind === 'group'),
    );
    await chat.session.directory.prepare(threads.flatMap((thread) => directPeer(chat, thread) ?? []));
    events.post(() => {
      const cores = threads
        .filter((thread) => !thread.isGone && !conversations.isHidden(chat, thread))
        .map((thread) => {
          const { core } = conversations.ensureOf(chat, thread);
          conversations.bind(thread, core);
          core.describe(chat, thread);
          return core;
        });
      return [['conversations:change', [...new Set(cores)].map(({ key }) => key)]];
    });
  }

  #refuse(type: string, id: string | undefined, error: ChatError): Conversation {
    this.#core.events.messagesError(badInput(error.message));
    return this.#core.conversations.refused(type, id ?? '', error);
  }
}

/** Apps in plain JavaScript pass anything. */
const typeIn = (options: ConversationType | undefined): unknown => fieldsOf(options)['type'];

/** @returns `undefined` for what names nobody, or several */
function recipientOf(recipient: unknown): string | undefined {
  const ids: unknown[] = [recipient].flat();
  const [id] = ids;
  return ids.length === 1 && typeof id === 'string' && id.trim() !== '' ? id.trim() : undefined;
}

const unknownType = (type: unknown): ChatError =>
  new ChatError(
    'not-supported',
    `unable to use conversations of type ${String(type)}; there is no SMS, and what else there is are chat-oneToOne and chat-group`,
  );

const invalidRecipient = (): ChatError =>
  new ChatError(
    'invalid-argument',
    'unable to create the conversation; `recipient` must be one user id, or one group id with { type: "chat-group" }',
  );

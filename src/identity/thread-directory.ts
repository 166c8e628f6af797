import {
  ChatError,
  decodeThread,
  fieldsOf,
  isChatError,
  type NamedThread,
  textOf,
  type ThreadDirectory,
  type ThreadGate,
  type ThreadId,
} from '../core/index.js';
import { withPatience } from './with-patience.js';

/** Functions of the app that say which conversation is which, where a fixed map does not do. */
export interface ThreadLookup {
  /** The Azure thread id (`19:…`) behind one of the app's names; nothing when there is none. */
  threadIdOf(name: string): PromiseLike<string | null | undefined> | string | null | undefined;
  /** The app's name for a thread, from what it knows already. Default: what {@link threadIdOf} said so far. */
  nameOf?(threadId: string): string | null | undefined;
}

const PATIENCE_MS = 10_000;
const THREAD_ID = /^19:\S+$/;

export interface ThreadDirectoryOptions {
  /** Name → thread id, or functions that say so. */
  readonly conversations?: Readonly<Record<string, ThreadId>> | ThreadLookup | undefined;
  /** The threads of the client: those that carry a unique name are known by it. */
  readonly threads: () => readonly NamedThread[];
  /** Where unique names are looked up that none of them carries. */
  readonly gate?: ThreadGate | undefined;
}

/**
 * Which thread is which: from what the app says, from the unique names that threads carry, and from the companion, in this
 * order.
 */
export class DefaultThreadDirectory implements ThreadDirectory {
  readonly #options: ThreadDirectoryOptions;
  readonly #lookup: ThreadLookup | undefined;
  readonly #threadIds = new Map<string, ThreadId>();
  readonly #names = new Map<ThreadId, string>();

  /** @throws ChatError `invalid-argument` when `conversations` is neither a map of thread ids nor a look-up */
  constructor(options: ThreadDirectoryOptions) {
    this.#options = options;
    const { conversations = {} } = options;
    if (typeof fieldsOf(conversations)['threadIdOf'] === 'function') {
      this.#lookup = conversations as ThreadLookup;
      return;
    }
    if (Array.isArray(conversations) || typeof conversations !== 'object' || (conversations as unknown) === null)
      throw invalidMap('the map');
    for (const [name, threadId] of Object.entries(conversations)) {
      if (textOf(threadId) === '') throw invalidMap(`"${name}"`);
      this.#take(name, threadId as string);
    }
  }

  nameOf(thread: NamedThread): string {
    const { id, properties } = thread;
    return this.#names.get(id) ?? this.#nameByLookup(id) ?? uniqueNameIn(properties) ?? id;
  }

  /** Events are about to be told: a function that fails must not keep them back. */
  #nameByLookup(threadId: ThreadId): string | undefined {
    try {
      return textOf(this.#lookup?.nameOf?.(threadId)) || undefined;
    } catch {
      return undefined;
    }
  }

  async threadIdOf(name: string): Promise<ThreadId | undefined> {
    const known = this.#threadIds.get(name);
    if (known !== undefined) return known;
    const found = await this.#ask(name);
    if (found !== undefined) return found;
    const threads = this.#options.threads();
    if (THREAD_ID.test(name) || threads.some(({ id }) => id === name)) return name;
    return threads.find((thread) => this.#isCalled(name, thread))?.id ?? this.#findByUniqueName(name);
  }

  #isCalled(name: string, thread: NamedThread): boolean {
    return [this.nameOf(thread), uniqueNameIn(thread.properties)].includes(name);
  }

  async #ask(name: string): Promise<ThreadId | undefined> {
    if (!this.#lookup) return undefined;
    const what = '`conversations.threadIdOf`';
    const found = await withPatience(what, PATIENCE_MS, () => this.#lookup?.threadIdOf(name));
    if (found === undefined || found === null) return undefined;
    if (!THREAD_ID.test(textOf(found)))
      throw new ChatError('service-error', `unable to look it up; the answer of ${what} is no thread id such as 19:…`);
    this.#take(name, found);
    return found;
  }

  async #findByUniqueName(uniqueName: string): Promise<ThreadId | undefined> {
    try {
      return (await this.#options.gate?.find({ uniqueName }))?.id;
    } catch (error) {
      if (isChatError(error, 'not-found') || isChatError(error, 'forbidden')) return undefined;
      throw error;
    }
  }

  /** Of several names of one thread, the first is the one shown. */
  #take(name: string, threadId: ThreadId): void {
    this.#threadIds.set(name, threadId);
    if (!this.#names.has(threadId)) this.#names.set(threadId, name);
  }
}

/** Any member can write it: the id of another thread is no name. */
function uniqueNameIn(properties: NamedThread['properties']): string | undefined {
  const { uniqueName } = decodeThread(properties);
  return !uniqueName || THREAD_ID.test(uniqueName) ? undefined : uniqueName;
}

/** @param whose what is wrong with it */
function invalidMap(whose: string): ChatError {
  return new ChatError(
    'invalid-argument',
    `unable to use \`conversations\`; ${whose} must be as in { support: "19:…" }`,
  );
}

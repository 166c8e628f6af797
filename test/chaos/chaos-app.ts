import { Client, type ClientOptions, type Conversation, type Message } from '../../src/index.js';
import type { Action } from './plan.js';

/** Who uses the app, and how. */
export interface AppOptions {
  readonly name: string;
  readonly place: 'Node' | 'Chromium';
  readonly connectionToken: string;
  /** Everybody's names, by number of client. */
  readonly names: readonly string[];
  readonly identities: Readonly<Record<string, string>>;
  readonly realtime: 'push' | 'polling' | 'auto';
}

/** Something that happened at an app, in the words of its log. */
export interface LogEntry {
  /** By the wall clock. */
  readonly at: number;
  /** Which of the clients that the app had one after the other. */
  readonly life: number;
  readonly what: string;
  readonly conversation?: string | undefined;
  /** The sid of the message concerned. */
  readonly sid?: string | undefined;
  readonly body?: string | null | undefined;
  readonly index?: number | undefined;
}

/** What became of something that an app asked for. */
export interface Outcome {
  readonly life: number;
  readonly kind: 'send' | 'edit' | 'remove';
  readonly conversation: string;
  /** The text that names the message. */
  readonly label: string;
  readonly sid?: string;
  readonly body?: string;
  /** What a send resolved with. */
  index?: number;
  state: 'pending' | 'resolved' | 'rejected';
  /** The code of our own error behind the one that the app sees. */
  code?: string | undefined;
}

/** A conversation as the app shows it at the end. */
export interface ShownConversation {
  readonly sid: string;
  readonly name: string | null;
  readonly participants: readonly string[];
  readonly messages: readonly ShownMessage[];
}

export interface ShownMessage {
  readonly sid: string;
  readonly index: number;
  readonly author: string | null;
  readonly body: string | null;
}

/** Everything about an app that a check looks at. Survives the way out of a page. */
export interface AppReport {
  readonly name: string;
  readonly place: AppOptions['place'];
  readonly life: number;
  /** Whether nothing was ever pushed to it. */
  readonly isPolling: boolean;
  readonly log: readonly LogEntry[];
  readonly outcomes: readonly Outcome[];
  /** What the app pieced together from events alone, after a first look. */
  readonly pieced: Readonly<Record<string, readonly ShownMessage[]>>;
  readonly conversations: readonly ShownConversation[];
}

const labelOf = (body: string | null): string => (body ?? '').split('|')[0]!;

/**
 * An app as somebody would write it for the Twilio SDK: it looks at its conversations once, keeps them up to date by
 * events, and does what it is told. Writes everything down. Runs in Node and in a page.
 */
export class ChaosApp {
  readonly #options: AppOptions;
  readonly #newToken: () => Promise<string>;
  readonly #now: () => number;
  #log: LogEntry[] = [];
  #outcomes: Outcome[] = [];
  #client!: Client;
  #life = 0;
  /** By conversation, then by sid of the message. */
  #shown = new Map<string, Map<string, Message>>();
  #pieced = new Map<string, Map<string, ShownMessage>>();
  #looking = new Map<string, Set<string>>();
  #threads: readonly string[] = [];
  #refresherIsBroken = false;
  #restarting = Promise.resolve();
  #busy = 0;
  /** Edits are numbered in the order of their beginning. */
  #edits = 0;

  /** @param now the wall clock, which {@link Date} may have left */
  constructor(options: AppOptions, newToken: () => Promise<string>, now: () => number) {
    this.#options = options;
    this.#newToken = newToken;
    this.#now = now;
  }

  /** Starts a client, and another one after a {@link stop}. */
  async start(token = this.#options.connectionToken): Promise<void> {
    this.#life++;
    this.#shown = new Map();
    this.#pieced = new Map();
    this.#note('start');
    this.#client = new Client(token, this.#clientOptions);
    this.#listen(this.#client, this.#life);
    // The first attempt may fail; the client goes on trying.
    for (const client = this.#client; client === this.#client;) {
      const initialized = new Promise<void>((resolve) => client.once('initialized', resolve));
      const isReady = client.getSubscribedConversations().then(
        () => true,
        () => initialized.then(() => false),
      );
      if (await isReady) break;
    }
    this.#note('ready');
  }

  async stop(): Promise<void> {
    this.#note('stop');
    await this.#client.shutdown();
  }

  /** A new round: other threads, and a log that begins anew. */
  begin(threads: readonly string[]): void {
    this.#threads = threads;
    this.#log = [];
    this.#outcomes = [];
  }

  /** How many actions have no outcome yet. */
  get busy(): number {
    return this.#busy;
  }

  get state(): string {
    return this.#client.connectionState;
  }

  breakRefresher(): void {
    this.#refresherIsBroken = true;
  }

  /** Never rejects: what becomes of it is written down. */
  async perform(action: Action): Promise<void> {
    this.#busy++;
    try {
      await this.#perform(action);
    } catch (error) {
      this.#note(`${action.kind} failed: ${codeOf(error)}`);
    } finally {
      this.#busy--;
    }
  }

  async report(): Promise<AppReport> {
    const { items } = await this.#client.getSubscribedConversations();
    const conversations: ShownConversation[] = [];
    for (const conversation of items) {
      const participants = await conversation.getParticipants();
      const messages = (await allMessages(conversation)).map(toShown);
      const names = participants.map(({ identity }) => identity ?? '').sort();
      conversations.push({ sid: conversation.sid, name: conversation.friendlyName, participants: names, messages });
    }
    return { ...this.logs, conversations };
  }

  /** A report without a look at the conversations. */
  get logs(): AppReport {
    const { name, place, realtime } = this.#options;
    return {
      name,
      place,
      life: this.#life,
      isPolling: realtime === 'polling',
      log: this.#log,
      outcomes: this.#outcomes,
      pieced: Object.fromEntries([...this.#pieced].map(([sid, messages]) => [sid, [...messages.values()]])),
      conversations: [],
    };
  }

  get #clientOptions(): ClientOptions {
    const { identities, realtime } = this.#options;
    const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    return { rethread: { identities, realtime, logger, tokenRefresher: () => this.#refresh() } };
  }

  async #refresh(): Promise<string> {
    if (this.#refresherIsBroken) {
      this.#refresherIsBroken = false;
      throw new Error('the refresher is broken');
    }
    return this.#newToken();
  }

  #listen(client: Client, life: number): void {
    const isMine = (): boolean => this.#life === life;
    client.on('connectionStateChanged', (state) => {
      this.#note(`connection ${state}`, life);
      // What is not wanted any more is shut down, and says so in the same way.
      if (isMine() && (state === 'denied' || state === 'disconnected')) void this.#renewSoon();
    });
    client.on('conversationJoined', (conversation) => {
      this.#note('joined', life, conversation.sid);
      if (isMine()) void this.#look(conversation);
    });
    client.on('conversationLeft', ({ sid }) => {
      this.#note('left', life, sid);
      if (!isMine()) return;
      this.#shown.delete(sid);
      this.#pieced.delete(sid);
    });
    client.on('messageAdded', (message) => {
      this.#noteMessage('added', life, message);
      if (isMine()) this.#show(message);
    });
    client.on('messageUpdated', ({ message }) => {
      const isKnown = this.#isShown(message);
      this.#noteMessage(isKnown || !isMine() ? 'updated' : 'updated, but not shown', life, message);
      if (isMine() && isKnown) this.#show(message);
    });
    client.on('messageRemoved', (message) => {
      const isKnown = this.#isShown(message);
      this.#noteMessage(isKnown || !isMine() ? 'removed' : 'removed, but not shown', life, message);
      if (!isMine()) return;
      const { sid } = message.conversation;
      this.#looking.get(sid)?.add(message.sid);
      this.#shown.get(sid)?.delete(message.sid);
      this.#pieced.get(sid)?.delete(message.sid);
    });
    for (const event of ['participantJoined', 'participantLeft'] as const)
      client.on(event, ({ identity, conversation }) => this.#note(`${event} ${identity}`, life, conversation.sid));
  }

  /** As an app with a server of its own does when its token was refused. */
  async #renewSoon(): Promise<void> {
    this.#busy++;
    try {
      await this.#client.updateToken(await this.#newToken());
    } catch (error) {
      this.#note(`renewal failed: ${codeOf(error)}`);
    } finally {
      this.#busy--;
    }
  }

  #isShown({ sid, conversation }: Message): boolean {
    // Between the moment when the library hands a page out and the one when the app gets it, it is neither.
    return this.#looking.has(conversation.sid) || this.#shown.get(conversation.sid)?.has(sid) === true;
  }

  #show(message: Message): void {
    const { sid } = message.conversation;
    mapIn(this.#shown, sid).set(message.sid, message);
    mapIn(this.#pieced, sid).set(message.sid, toShown(message));
  }

  async #look(conversation: Conversation): Promise<void> {
    const life = this.#life;
    // Two looks at a time share the set.
    const removed = this.#looking.get(conversation.sid) ?? new Set<string>();
    this.#looking.set(conversation.sid, removed);
    this.#busy++;
    try {
      const messages = await allMessages(conversation);
      if (life !== this.#life || conversation.status !== 'joined') return;
      for (const message of messages) if (!removed.has(message.sid)) this.#show(message);
      this.#note(`looked: ${messages.length}`, life, conversation.sid);
    } catch (error) {
      this.#note(`look failed: ${codeOf(error)}`, life, conversation.sid);
    } finally {
      this.#looking.delete(conversation.sid);
      this.#busy--;
    }
  }

  async #perform(action: Action): Promise<void> {
    switch (action.kind) {
      case 'send':
        return this.#send(await this.#conversation(action.thread), action.text);
      case 'edit': {
        const message = this.#own(action.pick);
        if (!message) return;
        const body = `${labelOf(message.body)}|${++this.#edits}`;
        return this.#track('edit', message, body, () => message.updateBody(body));
      }
      case 'remove': {
        const message = this.#own(action.pick);
        if (message) await this.#track('remove', message, undefined, () => message.remove());
        return;
      }
      case 'add':
        await (await this.#conversation(action.thread)).add(this.#options.names[action.whom]!);
        return;
      case 'expel':
        return (await this.#conversation(action.thread)).removeParticipant(this.#options.names[action.whom]!);
      case 'leave':
        await (await this.#conversation(action.thread)).leave();
        return;
      case 'rename':
        await (await this.#conversation(action.thread)).updateFriendlyName(action.text);
        return;
      case 'look':
        return this.#look(await this.#conversation(action.thread));
      case 'read':
        await (await this.#conversation(action.thread)).setAllMessagesRead();
        return;
      case 'renew':
        await this.#client.updateToken(await this.#newToken());
        return;
      case 'restart':
        this.#restarting = this.#restarting.then(() => this.#restart());
        return this.#restarting;
    }
  }

  async #restart(): Promise<void> {
    await this.stop();
    await this.start(await this.#newToken());
  }

  #conversation(thread: number): Promise<Conversation> {
    return this.#client.getConversationBySid(this.#threads[thread]!);
  }

  #own(pick: number): Message | undefined {
    const own = [...this.#shown.values()]
      .flatMap((messages) => [...messages.values()])
      .filter(({ author }) => author === this.#options.name);
    return own[pick % Math.max(own.length, 1)];
  }

  async #send(conversation: Conversation, label: string): Promise<void> {
    const outcome: Outcome = { ...this.#where('send', conversation.sid, label), state: 'pending' };
    await this.#settle(outcome, async () => (outcome.index = await conversation.sendMessage(label)));
  }

  async #track(
    kind: 'edit' | 'remove',
    message: Message,
    body: string | undefined,
    request: () => Promise<unknown>,
  ): Promise<void> {
    const where = this.#where(kind, message.conversation.sid, labelOf(message.body));
    await this.#settle({ ...where, sid: message.sid, ...(body && { body }), state: 'pending' }, request);
  }

  #where(kind: Outcome['kind'], conversation: string, label: string) {
    return { life: this.#life, kind, conversation, label };
  }

  async #settle(outcome: Outcome, request: () => Promise<unknown>): Promise<void> {
    this.#outcomes.push(outcome);
    const { kind, conversation, sid, label } = outcome;
    const note = (how: string): void =>
      this.#note(`${kind} ${how}`, outcome.life, conversation, { sid, body: outcome.body ?? label });
    note('begins');
    try {
      await request();
      outcome.state = 'resolved';
      note('resolved');
    } catch (error) {
      outcome.state = 'rejected';
      outcome.code = codeOf(error);
      note(`rejected: ${outcome.code}`);
    }
  }

  #noteMessage(what: string, life: number, { sid, body, index, conversation }: Message): void {
    this.#note(what, life, conversation.sid, { sid, body, index });
  }

  #note(what: string, life = this.#life, conversation?: string, details: Partial<LogEntry> = {}): void {
    this.#log.push({ at: this.#now(), life, what, conversation, ...details });
  }
}

async function allMessages(conversation: Conversation): Promise<Message[]> {
  let page = await conversation.getMessages(50);
  const messages = [...page.items];
  while (page.hasPrevPage) {
    page = await page.prevPage();
    messages.unshift(...page.items);
  }
  return messages;
}

const toShown = ({ sid, index, author, body }: Message): ShownMessage => ({ sid, index, author, body });

/** The code of the library's own error: of this one, or of the one underneath that the app is shown. */
function codeOf(error: unknown): string {
  for (const candidate of [error, (error as { cause?: unknown }).cause]) {
    const { code } = (candidate ?? {}) as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return String(error);
}

function mapIn<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const known = maps.get(key);
  if (known) return known;
  const map = new Map<string, V>();
  maps.set(key, map);
  return map;
}

function ignore(): void {
  // The log of the app says enough.
}

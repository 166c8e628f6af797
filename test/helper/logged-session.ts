import { AcsChatBackend, ACS_REQUEST_BUDGETS, createAcsChatClient } from '../../src/acs/index.js';
import { ChatSession, type IdentityDirectory, type RealtimeTransport, type Thread } from '../../src/core/index.js';
import { AcsSignalingTransport, PollingTransport } from '../../src/realtime/index.js';
import { withNodePush } from '../../src/realtime-node/index.js';

/** Whose session, and how it learns of changes. */
export interface LoggedSessionOptions {
  readonly endpoint: string;
  readonly userId: string;
  readonly token: string;
  readonly transport: RealtimeTransport['kind'];
}

/** Users go by their ids. */
const directory: IdentityDirectory = {
  prepare: () => undefined,
  identityOf: (userId) => userId,
  userIdOf: (identity) => Promise.resolve(identity),
};

const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A session that writes down in words what it tells. Runs in Node and in a page. */
export class LoggedSession {
  readonly lines: string[] = [];
  readonly #session: ChatSession;

  constructor({ endpoint, userId, token, transport }: LoggedSessionOptions) {
    const tokens = { current: () => token, refresh: () => Promise.resolve(false) };
    const client = createAcsChatClient({ endpoint, tokens });
    this.#session = new ChatSession({
      backend: new AcsChatBackend({ client, userId, tokens }),
      transport:
        transport === 'push'
          ? new AcsSignalingTransport({ client: withNodePush(client) })
          : new PollingTransport({ intervalMs: 50, idleIntervalMs: 50 }),
      directory,
      budgets: ACS_REQUEST_BUDGETS,
      rateLimits: 'off',
      nonceOf: () => undefined,
      logger,
    });
    this.#listen();
  }

  async start(): Promise<void> {
    await this.#session.start();
    await this.#session.allLoaded();
  }

  /** Disconnects until the next start. */
  pause(): Promise<void> {
    return this.#session.pause();
  }

  stop(): Promise<void> {
    return this.#session.stop();
  }

  #listen(): void {
    const { events } = this.#session;
    const note = (line: string) => this.lines.push(line);
    events.on('threadAdded', ({ thread }) => note(`thread added: ${topicOf(thread)}`));
    events.on('threadRemoved', ({ thread }) => note(`thread removed: ${topicOf(thread)}`));
    events.on('threadChanged', ({ thread, previous }) => note(`topic: ${previous.topic} → ${topicOf(thread)}`));
    events.on('messageAdded', ({ entry }) => note(`message added: ${entry.index} ${entry.record.text}`));
    events.on('messageUpdated', ({ entry, previous }) =>
      note(`message edited: ${previous.text} → ${entry.record.text}`),
    );
    events.on('messageRemoved', ({ entry }) => note(`message removed: ${entry.index}`));
    events.on('memberAdded', ({ member }) => note(`member added: ${member.userId}`));
    events.on('memberRemoved', ({ member }) => note(`member removed: ${member.userId}`));
    events.on('receiptChanged', ({ receipt }) => note(`read: ${receipt.messageId} by ${receipt.userId}`));
  }
}

function topicOf({ properties }: Thread): string {
  return properties.topic;
}

function ignore(): void {
  // Tests look at what the session tells.
}

import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.js';
import {
  create,
  type KandyClient,
  type KandyConfig,
  type KandyEvents,
  type KandyOptions,
} from '../../src/kandy/index.js';
import { makeJwt } from './make-jwt.js';
import { PATIENCE } from './next-event.js';
import { vi } from 'vitest';

export interface KandyUser {
  readonly name: string;
  readonly userId: string;
  readonly token: string;
}

/** Event name and payload, in the order in which a client told them. */
export type Told = readonly [type: string, payload: unknown];

/** An emulator with a few users who know each other, and the Kandy clients that a test starts for them. */
export class KandyWorld {
  readonly #users = new Map<string, KandyUser>();
  readonly #clients: KandyClient[] = [];

  private constructor(readonly emulator: Emulator) {}

  static async start(
    names: readonly string[] = ['alice@x.com', 'bob@x.com', 'carol@x.com'],
    options?: EmulatorOptions,
  ): Promise<KandyWorld> {
    const world = new KandyWorld(await startEmulator({ rateLimits: false, ...options }));
    for (const name of names) world.#users.set(name, { name, ...(await world.emulator.createUser()) });
    return world;
  }

  user(name: string): KandyUser {
    const user = this.#users.get(name);
    if (!user) throw new Error(`there is no ${name} in this world`);
    return user;
  }

  get identities(): Record<string, string> {
    return Object.fromEntries([...this.#users.values()].map(({ name, userId }) => [name, userId]));
  }

  get options(): KandyOptions {
    return { endpoint: this.emulator.endpoint, identities: this.identities };
  }

  tokens(name: string): { accessToken: string; idToken: string } {
    return { accessToken: this.user(name).token, idToken: makeJwt({ preferred_username: name }) };
  }

  /** A client that has only just been created. */
  create(azure: KandyOptions = {}, config: KandyConfig = {}): KandyClient {
    const client = create({ ...config, azure: { ...this.options, ...azure } });
    this.#clients.push(client);
    return client;
  }

  /** A client that hears what others do. */
  async client(name: string, azure?: KandyOptions): Promise<KandyClient> {
    const client = this.create(azure);
    client.setTokens(this.tokens(name));
    await subscribed(client);
    return client;
  }

  /** Asks ACS Chat as one of the users, as another client might. @throws Error unless it succeeds */
  async request(name: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.emulator.endpoint}${path}?api-version=2025-03-15`, {
      method,
      headers: { authorization: `Bearer ${this.user(name).token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  /** The thread that one of the users has; the first of several. */
  async threadOf(name: string): Promise<string> {
    const { value } = await this.request(name, 'GET', '/chat/threads');
    return (value as { id: string }[])[0]!.id;
  }

  /** Sends a message that no facade of ours made. */
  async sendRaw(name: string, threadId: string, message: Record<string, unknown>): Promise<void> {
    await this.request(name, 'POST', `/chat/threads/${encodeURIComponent(threadId)}/messages`, {
      content: '',
      type: 'text',
      ...message,
    });
  }

  async stop(): Promise<void> {
    this.emulator.faults.clear();
    await Promise.all(this.#clients.map((client) => client.destroy()));
    await this.emulator.stop();
  }
}

/** Subscribes, and resolves when that is done. */
export async function subscribed(client: KandyClient): Promise<void> {
  client.services.subscribe(['chat'], 'websocket');
  await vi.waitFor(() => {
    if (client.services.getSubscriptions().subscribed[0] !== 'chat') throw new Error('not subscribed');
  }, PATIENCE);
}

/** Writes down everything that a client tells. */
export class KandyRecorder {
  readonly told: Told[] = [];

  constructor(client: KandyClient) {
    client.subscribe((type, args) => {
      // What the socket does is told at times that no test decides.
      if (type !== 'ws:change' && type !== 'auth:change') this.told.push([type, args[0]]);
    });
  }

  of<Name extends keyof KandyEvents>(type: Name): KandyEvents[Name][] {
    return this.told.filter((one) => one[0] === type).map((one) => one[1] as KandyEvents[Name]);
  }

  get types(): string[] {
    return this.told.map((one) => one[0]);
  }

  clear(): void {
    this.told.length = 0;
  }
}

/** The texts of what a client has of a conversation. */
export function textsOf(client: KandyClient, id: string, type = 'chat-oneToOne'): string[] {
  const messages = client.conversation.get(id, { type })?.getMessages() ?? [];
  return messages.map(({ parts }) =>
    parts.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join(' '),
  );
}

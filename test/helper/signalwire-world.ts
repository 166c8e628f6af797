import { vi } from 'vitest';
import { type TestUser, toTestUser } from '../contract/rest/rest-fixture.js';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.js';
import { encodeConnectionToken } from '../../src/server/index.js';
import type * as signalwire from '../../src/signalwire/index.js';
import type {
  ConversationEventParams,
  ConversationSubscription,
  SignalWireClient,
  SignalWireOptions,
  SignalWireParams,
} from '../../src/signalwire/index.js';

export interface SignalWireUser {
  readonly userId: string;
  /** The ACS access token. */
  readonly token: string;
  /** What an app passes to the factory. */
  readonly connectionToken: string;
}

/** One page's copy of the library: the factory makes one client in each. */
export type SignalWireLibrary = typeof signalwire;

/** An emulator with a few users who know each other, and the clients that a test starts for them, each as in a page of its own. */
export class SignalWireWorld {
  readonly #users = new Map<string, SignalWireUser>();
  readonly #clients: SignalWireClient[] = [];
  /** Which conversation is which; tests add rooms. */
  readonly conversations: Record<string, string> = {};

  private constructor(readonly emulator: Emulator) {}

  static async start(names = ['alice', 'bob', 'carol'], options: EmulatorOptions = {}): Promise<SignalWireWorld> {
    const emulator = await startEmulator({ rateLimits: false, ...options });
    const world = new SignalWireWorld(emulator);
    for (const identity of names) {
      const { userId, token } = await emulator.createUser();
      const connectionToken = encodeConnectionToken({ endpoint: emulator.endpoint, token, identity, userId });
      world.#users.set(identity, { userId, token, connectionToken });
    }
    return world;
  }

  user(name: string): SignalWireUser {
    const user = this.#users.get(name);
    if (!user) throw new Error(`there is no ${name} in this world`);
    return user;
  }

  get identities(): Record<string, string> {
    return Object.fromEntries([...this.#users].map(([name, { userId }]) => [name, userId]));
  }

  get options(): SignalWireOptions {
    return { identities: this.identities, conversations: this.conversations };
  }

  /** The official client of somebody, as another app would use it. */
  native(name: string): TestUser {
    const { userId, token } = this.user(name);
    return toTestUser(this.emulator.endpoint, userId, token);
  }

  /** The library as a page of its own would load it. */
  async library(): Promise<SignalWireLibrary> {
    vi.resetModules();
    return import('../../src/signalwire/index.js');
  }

  /** A connected client in a page of its own. */
  async client(
    name: string,
    azure: SignalWireOptions = {},
    params: Partial<SignalWireParams> = {},
  ): Promise<SignalWireClient> {
    const { SignalWire } = await this.library();
    const token = this.user(name).connectionToken;
    return this.own(await SignalWire({ token, ...params, azure: { ...this.options, ...azure } }));
  }

  /** Disconnected at the end, wherever it came from. */
  own(client: SignalWireClient): SignalWireClient {
    this.#clients.push(client);
    return client;
  }

  /** A thread with several users, and an address for it that clients made afterwards know. */
  async room(address: string, ...names: string[]): Promise<string> {
    const participants = names.map((name) => this.user(name).userId);
    const threadId = await this.emulator.seedThread({ topic: address, participants });
    this.conversations[address] = threadId;
    return threadId;
  }

  async stop(): Promise<void> {
    this.emulator.faults.clear();
    await Promise.all(this.#clients.map((client) => client.disconnect()));
    await this.emulator.stop();
  }
}

/** Subscribes to an address and writes down what comes. */
export async function listen(client: SignalWireClient, addressId: string): Promise<Heard> {
  const events: ConversationEventParams[] = [];
  const subscription = await client.chat.subscribe({ addressId, onMessage: (event) => events.push(event) });
  return { events, texts: () => events.map(({ text }) => text), subscription };
}

export interface Heard {
  readonly events: readonly ConversationEventParams[];
  readonly texts: () => string[];
  readonly subscription: ConversationSubscription;
}

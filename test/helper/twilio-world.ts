import { type EmulatorOptions, startEmulator, type Emulator } from '../../src/emulator/index.js';
import { Client, type ClientOptions, type Conversation, type RethreadOptions } from '../../src/index.js';
import { encodeConnectionToken } from '../../src/server/index.js';
import { nextEvent } from './next-event.js';

export interface WorldUser {
  readonly identity: string;
  readonly userId: string;
  /** The ACS access token. */
  readonly token: string;
  /** What an app passes to `new Client()`. */
  readonly connectionToken: string;
}

export interface WorldOptions {
  /** Who exists. Default: alice, bob and carol. */
  readonly identities?: readonly string[];
  /** Default: `auto`, which is push where there is push. */
  readonly realtime?: RethreadOptions['realtime'];
  readonly emulator?: EmulatorOptions;
}

/** Whether the test runs in a page, and the emulator elsewhere. */
export const IN_PAGE = typeof process === 'undefined';

/** How clients learn of changes. In a page by push alone: polling does there what it does in Node, only as slowly. */
export const REALTIMES: ('auto' | 'polling')[] = IN_PAGE ? ['auto'] : ['auto', 'polling'];

/** An emulator with a few users who know each other, and the Twilio clients that a test starts for them. */
export class TwilioWorld {
  readonly #users = new Map<string, WorldUser>();
  readonly #clients: Client[] = [];

  private constructor(
    readonly emulator: Emulator,
    readonly realtime: NonNullable<RethreadOptions['realtime']>,
  ) {}

  static async start({
    identities = ['alice', 'bob', 'carol'],
    realtime = 'auto',
    emulator: emulatorOptions,
  }: WorldOptions = {}): Promise<TwilioWorld> {
    const emulator = await startEmulator({ rateLimits: false, ...emulatorOptions });
    const world = new TwilioWorld(emulator, realtime);
    for (const identity of identities) {
      const { userId, token } = await emulator.createUser();
      world.#users.set(identity, world.#userOf(identity, userId, token));
    }
    return world;
  }

  user(identity: string): WorldUser {
    const user = this.#users.get(identity);
    if (!user) throw new Error(`there is no ${identity} in this world`);
    return user;
  }

  /** Name → user id, as an app's directory would have it. */
  get identities(): Record<string, string> {
    return Object.fromEntries([...this.#users.values()].map(({ identity, userId }) => [identity, userId]));
  }

  get options(): ClientOptions {
    return { rethread: { identities: this.identities, realtime: this.realtime } };
  }

  /** Another token of the same user. */
  async newToken(identity: string): Promise<WorldUser> {
    const { userId } = this.user(identity);
    return this.#userOf(identity, userId, (await this.emulator.issueToken(userId)).token);
  }

  /** A client that has only just been constructed. */
  create(identity: string, options: ClientOptions = {}, token = this.user(identity).connectionToken): Client {
    const rethread = { ...this.options.rethread, ...options.rethread };
    return this.own(new Client(token, { ...options, rethread }));
  }

  /** A client whose conversations are all announced. */
  async client(identity: string, options?: ClientOptions): Promise<Client> {
    const client = this.create(identity, options);
    await client.getSubscribedConversations();
    return client;
  }

  /** Shut down at the end, wherever it came from. */
  own(client: Client): Client {
    this.#clients.push(client);
    return client;
  }

  /** A conversation that its creator has joined, with others in it; known to all clients given. */
  async conversation(creator: Client, ...others: Client[]): Promise<Conversation[]> {
    const conversation = await creator.createConversation({ friendlyName: 'Weekend' });
    const joined = nextEvent(creator, 'conversationJoined');
    await conversation.join();
    await joined;
    // One after the other: tests rely on the order in which people join.
    for (const other of others) {
      const added = nextEvent(other, 'conversationJoined');
      await conversation.add(other.user.identity);
      await added;
    }
    return Promise.all([creator, ...others].map((client) => client.getConversationBySid(conversation.sid)));
  }

  async stop(): Promise<void> {
    // A client that cannot reach the emulator must not keep a test from ending.
    this.emulator.faults.clear();
    await Promise.all(this.#clients.map((client) => client.shutdown()));
    await this.emulator.stop();
  }

  #userOf(identity: string, userId: string, token: string): WorldUser {
    const connectionToken = encodeConnectionToken({ endpoint: this.emulator.endpoint, token, identity, userId });
    return { identity, userId, token, connectionToken };
  }
}

/** What many tests begin with: two people, each with a client, in a conversation of their own. */
export async function startAliceAndBob(options?: WorldOptions) {
  const world = await TwilioWorld.start(options);
  const [alice, bob] = await Promise.all([world.client('alice'), world.client('bob')]);
  const [hers, his] = (await world.conversation(alice, bob)) as [Conversation, Conversation];
  return { world, alice, bob, hers, his };
}

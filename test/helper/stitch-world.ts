import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.js';
import { type Application, type Conversation, ConversationClient, type StitchOptions } from '../../src/stitch/index.js';
import { PATIENCE } from './next-event.js';

export interface StitchUser {
  /** The app's id. */
  readonly id: string;
  /** What to call the user. */
  readonly name: string;
  /** Azure's id. */
  readonly userId: string;
  readonly token: string;
}

/** Who exists, by their names. */
const IDS = { John: 'USR-john', Kevin: 'USR-kevin', Larry: 'USR-larry' };
export type Name = keyof typeof IDS;

/** What the users of the original logged in with: cut off, so that nobody can decode it. */
export const jwtOf = (name: Name): string => `eyJhbGciOiJSUzI....${name}`;

/** An emulator with three users, and the clients that a test starts for them with tokens of the former provider. */
export class StitchWorld {
  readonly #users = new Map<Name, StitchUser>();
  readonly #clients: ConversationClient[] = [];
  /** The app's ids of conversations. */
  readonly conversations: Record<string, string> = {};

  private constructor(
    readonly emulator: Emulator,
    readonly options: StitchOptions,
  ) {}

  static async start(options: StitchOptions = {}, emulatorOptions?: EmulatorOptions): Promise<StitchWorld> {
    const emulator = await startEmulator({ rateLimits: false, ...emulatorOptions });
    const world = new StitchWorld(emulator, options);
    for (const [name, id] of Object.entries(IDS) as [Name, string][])
      world.#users.set(name, { id, name, ...(await emulator.createUser()) });
    return world;
  }

  user(name: Name): StitchUser {
    return this.#users.get(name)!;
  }

  /** What an app says before its code runs. */
  get azure(): StitchOptions {
    const users = [...this.#users.values()];
    return {
      endpoint: this.emulator.endpoint,
      identities: Object.fromEntries(users.map(({ id, userId }) => [id, userId])),
      conversations: this.conversations,
      exchangeToken: (jwt) => {
        const user = users.find(({ name }) => jwtOf(name as Name) === jwt);
        if (!user) throw new Error('unable to exchange the token; it is nobody’s');
        return { token: user.token, user: { id: user.id, name: user.name } };
      },
      ...this.options,
    };
  }

  /** Azure's id of a conversation. */
  threadIdOf({ id }: Conversation): string {
    return this.conversations[id] ?? id;
  }

  /** Changes a thread or a message of it, as other clients of the service may. @param path below the thread */
  async patch(by: Name, conversation: Conversation, path: string, change: object): Promise<void> {
    const thread = encodeURIComponent(this.threadIdOf(conversation));
    const url = `${this.emulator.endpoint}/chat/threads/${thread}${path}?api-version=2025-03-15`;
    const { status } = await fetch(url, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${this.user(by).token}`, 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify(change),
    });
    if (status !== 204) throw new Error(`unable to change it; the emulator answered ${status}`);
  }

  create(options: StitchOptions = {}): ConversationClient {
    const client = new ConversationClient({ debug: false, azure: { ...this.azure, ...options } });
    this.#clients.push(client);
    return client;
  }

  login(name: Name, options?: StitchOptions): Promise<Application> {
    return this.create(options).login(jwtOf(name));
  }

  /** A conversation that its maker has joined, with others in it, as the id that the app knows it by. */
  async conversation(maker: Application, id: string, ...others: Name[]): Promise<Conversation> {
    const conversation = await maker.newConversationAndJoin({ display_name: 'Old School Chat' });
    this.conversations[id] = conversation.id;
    for (const name of others) await conversation.invite({ id: this.user(name).id, user_name: name });
    return conversation;
  }

  async stop(): Promise<void> {
    this.emulator.faults.clear();
    await Promise.all(this.#clients.map((client) => client.logout()));
    await this.emulator.stop();
  }
}

/** What many tests begin with: John and Kevin, in one conversation. */
export async function startJohnAndKevin(options?: StitchOptions) {
  const world = await StitchWorld.start(options);
  const maker = await world.login('John');
  await world.conversation(maker, 'CON-1', 'Kevin');
  const [john, kevin] = await Promise.all([world.login('John'), world.login('Kevin')]);
  const [johns, kevins] = await Promise.all([john.getConversation('CON-1'), kevin.getConversation('CON-1')]);
  return { world, john, kevin, johns, kevins };
}

/** The arguments of the next such event. @throws Error when none comes in time */
export function nextStitchEvent<Args extends unknown[]>(
  emitter: { once(event: string, listener: (...args: never[]) => void): unknown },
  event: string,
): Promise<Args> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} within ${PATIENCE.timeout} ms`)), PATIENCE.timeout);
    emitter.once(event, (...args: never[]) => {
      clearTimeout(timer);
      resolve(args as unknown as Args);
    });
  });
}

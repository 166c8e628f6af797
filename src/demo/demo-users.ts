import type { Emulator } from '../emulator/index.js';
import { encodeConnectionToken } from '../server/index.js';

const NAME = /^[a-z][a-z0-9_-]{0,31}$/i;
const MAX_USERS = 100;

/** The people of the demo: names, each with one user of the emulator, made at the first call. */
export class DemoUsers {
  readonly #emulator: Emulator;
  readonly #userIds = new Map<string, Promise<string>>();

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Why nobody can have this name; `undefined` when it is fine. */
  refusalOf(identity: string): string | undefined {
    if (!NAME.test(identity)) return 'an identity has 1 to 32 letters, digits, "-" or "_" and begins with a letter';
    const isFull = this.#userIds.size >= MAX_USERS && !this.#userIds.has(identity);
    return isFull ? `the demo has room for ${MAX_USERS} identities` : undefined;
  }

  /** What `new Client(…)` of this person takes. */
  async connectionTokenOf(identity: string): Promise<string> {
    const userId = await this.userIdOf(identity);
    const { token } = await this.#emulator.issueToken(userId, ['chat']);
    return encodeConnectionToken({ endpoint: this.#emulator.endpoint, token, identity, userId });
  }

  userIdOf(identity: string): Promise<string> {
    const known = this.#userIds.get(identity) ?? this.#emulator.createUser().then(({ userId }) => userId);
    this.#userIds.set(identity, known);
    return known;
  }

  /** Name → user id. */
  async all(): Promise<Record<string, string>> {
    const entries = [...this.#userIds].map(async ([identity, userId]) => [identity, await userId] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}

import type { Client, User } from 'rethread';
import { displayName } from './avatar.js';

/** What people are called: the friendly name of their profile, or else who they are. */
export class Names {
  readonly #client: Client;
  readonly #users = new Map<string, User>();
  readonly #asked = new Set<string>();
  readonly #listeners = new Set<() => void>();

  constructor(client: Client) {
    this.#client = client;
    client.on('userUpdated', () => this.#tell());
  }

  /** Asks for the profile of somebody new, and tells when it has come. */
  of(identity: string): string {
    if (!this.#asked.has(identity)) void this.#load(identity);
    const friendlyName = this.#users.get(identity)?.friendlyName ?? '';
    return friendlyName === '' ? displayName(identity) : friendlyName;
  }

  /** @returns the way to stop it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #load(identity: string): Promise<void> {
    this.#asked.add(identity);
    try {
      this.#users.set(identity, await this.#client.getUser(identity));
      this.#tell();
    } catch {
      // Their identity is a name, too; the next one who asks tries again.
      this.#asked.delete(identity);
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

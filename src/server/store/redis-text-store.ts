import type { TextStore } from './text-store.js';

/** The part of an ioredis client, or cluster, that is used. */
export interface RedisCommands {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, mode: 'NX'): Promise<string | null>;
  eval(script: string, keyCount: number, ...args: string[]): Promise<unknown>;
}

// One key each, so that they work on a cluster too.
const SWAP = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('set', KEYS[1], ARGV[2]) return 1 end return 0";
const ERASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/** Atomic over all instances: Redis runs one command or script at a time. */
export class RedisTextStore implements TextStore {
  readonly #redis: () => RedisCommands;
  readonly #prefix: string;

  /** @param prefix - The driver's option `base`; its keys begin with it. */
  constructor(redis: () => RedisCommands, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix === '' ? '' : `${prefix}:`;
  }

  async read(key: string): Promise<string | undefined> {
    return (await this.#redis().get(this.#prefix + key)) ?? undefined;
  }

  async insert(key: string, text: string): Promise<boolean> {
    return (await this.#redis().set(this.#prefix + key, text, 'NX')) === 'OK';
  }

  async swap(key: string, before: string, after: string): Promise<boolean> {
    return (await this.#redis().eval(SWAP, 1, this.#prefix + key, before, after)) === 1;
  }

  async erase(key: string, before: string): Promise<boolean> {
    return (await this.#redis().eval(ERASE, 1, this.#prefix + key, before)) === 1;
  }
}

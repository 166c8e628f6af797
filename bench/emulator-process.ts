import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LoggedRequest, SeedMessage, SeedThread } from 'rethread/emulator';
import { encodeConnectionToken } from 'rethread/server';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Somebody with a token, for the library and for the official client. */
export interface BenchUser {
  readonly userId: string;
  readonly token: string;
  readonly connectionToken: string;
  readonly endpoint: string;
}

/** The emulator in a process of its own, so that its work is not counted as the client's. */
export class EmulatorProcess {
  private constructor(
    readonly endpoint: string,
    /** For the official identity client. */
    readonly connectionString: string,
    readonly stop: () => Promise<void>,
  ) {}

  /** @param flags of `rethread emulator`; default: without budgets and limits */
  static async start(...flags: string[]): Promise<EmulatorProcess> {
    const child = spawn(process.execPath, [CLI, 'emulator', '--port', '0', '--json', ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const failed = exited.then(() => Promise.reject(new Error('the emulator ended early')));
    const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed])) as [string];
    failed.catch(() => undefined);
    const { endpoint, connectionString } = JSON.parse(line) as { endpoint: string; connectionString: string };
    return new EmulatorProcess(endpoint, connectionString, async () => {
      child.kill();
      await exited;
    });
  }

  async createUser(identity: string): Promise<BenchUser> {
    const { endpoint } = this;
    const { userId, token } = (await this.#control('POST', 'users', {})) as { userId: string; token: string };
    return { userId, token, endpoint, connectionToken: encodeConnectionToken({ endpoint, token, identity, userId }) };
  }

  async seedThread(thread: SeedThread): Promise<string> {
    return ((await this.#control('POST', 'threads', thread)) as { threadId: string }).threadId;
  }

  async seedMessages(threadId: string, messages: readonly SeedMessage[]): Promise<void> {
    await this.#control('POST', 'messages', { threadId, messages });
  }

  /** Takes the user's connection until {@link restore}. */
  async cut(userId: string): Promise<void> {
    await this.#control('POST', 'faults', { kind: 'cut', userId });
  }

  async restore(userId: string): Promise<void> {
    await this.#control('POST', 'faults', { kind: 'restore', userId });
  }

  /** What was asked since the log was cleared. */
  async requests(userId: string): Promise<LoggedRequest[]> {
    const query = new URLSearchParams({ userId });
    return ((await this.#control('GET', `requests?${query}`)) as { requests: LoggedRequest[] }).requests;
  }

  async clearRequests(): Promise<void> {
    await this.#control('DELETE', 'requests');
  }

  async #control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.endpoint}/_emulator/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the emulator answered ${response.status} to ${method} ${path}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }
}

import type { Browser } from 'playwright-core';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/index.js';
import { encodeConnectionToken } from '../../src/server/index.js';
import { launchChromium } from '../helper/chromium.js';
import { documentOf, type OpenPage, openPage, type StagePage } from './stage-page.js';
import { StageSite } from './stage-site.js';

export interface StageOptions {
  /** The app's names of those who exist. */
  readonly users: readonly string[];
  readonly emulator?: EmulatorOptions;
}

interface StageUser {
  readonly userId: string;
  readonly token: string;
}

/**
 * What tests of the facades' scripts play on: an emulator with a few users, Chromium, and a site that serves their pages, the
 * built scripts and the files of messages. Each page is in a browser context of its own, as on a machine of its own.
 */
export class FacadeStage {
  readonly #users = new Map<string, StageUser>();

  private constructor(
    readonly emulator: Emulator,
    readonly site: StageSite,
    readonly browser: Browser,
  ) {}

  static async start({ users, emulator: options }: StageOptions): Promise<FacadeStage> {
    const browser = await launchChromium();
    const emulator = await startEmulator({ rateLimits: false, ...options });
    const stage = new FacadeStage(emulator, await StageSite.start(), browser);
    for (const name of users) stage.#users.set(name, await emulator.createUser());
    return stage;
  }

  /** Name → user id, as an app's directory would have it. */
  get identities(): Record<string, string> {
    return this.#each(([name, { userId }]) => [name, userId]);
  }

  /** Name → access token of ACS. */
  get tokens(): Record<string, string> {
    return this.#each(([name, { token }]) => [name, token]);
  }

  /** Name → what a Twilio page passes to `new Client()`. */
  get connectionTokens(): Record<string, string> {
    const { endpoint } = this.emulator;
    return this.#each(([identity, user]) => [identity, encodeConnectionToken({ endpoint, identity, ...user })]);
  }

  user(name: string): StageUser {
    const user = this.#users.get(name);
    if (!user) throw new Error(`there is no ${name} on this stage`);
    return user;
  }

  /** Opens a page for one of the users; the same user may have several. */
  async open(name: string, content: StagePage): Promise<OpenPage> {
    this.user(name);
    const url = this.site.add({ ...content.files, 'index.html': documentOf(content) });
    const { endpoint } = this.emulator;
    const glue = { endpoint, identities: this.identities, media: { url: this.site.filesUrl }, ...content.glue };
    return openPage(await this.browser.newContext(), url, { ...content, glue });
  }

  /** A thread with these people, as an app's server would make it. @returns its id */
  async createThread(creator: string, members: readonly string[], topic = 'Weekend'): Promise<string> {
    const participants = [creator, ...members].map((name) => this.#participant(name));
    const answer = await this.request(creator, 'POST', '/chat/threads', { topic, participants });
    return (answer as { chatThread: { id: string } }).chatThread.id;
  }

  /** @param by a member already */
  async addMember(threadId: string, by: string, name: string): Promise<void> {
    const path = `/chat/threads/${encodeURIComponent(threadId)}/participants/:add`;
    await this.request(by, 'POST', path, { participants: [this.#participant(name)] });
  }

  /** Asks ACS Chat as one of the users. @throws Error unless it succeeds */
  async request(name: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.emulator.endpoint}${path}?api-version=2025-03-15`, {
      method,
      headers: { authorization: `Bearer ${this.user(name).token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await Promise.all([this.site.stop(), this.emulator.stop()]);
  }

  #participant(name: string): object {
    const { userId } = this.user(name);
    const communicationIdentifier = { rawId: userId, communicationUser: { id: userId } };
    return { communicationIdentifier, displayName: name };
  }

  #each(entry: (user: [string, StageUser]) => [string, string]): Record<string, string> {
    return Object.fromEntries([...this.#users].map(entry));
  }
}

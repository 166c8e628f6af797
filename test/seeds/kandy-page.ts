import type { FacadeStage } from '../browser/facade-stage.js';
import type { KandyTokenService } from '../browser/kandy-token-service.js';
import type { OpenPage } from '../browser/stage-page.js';
import { eventually } from './eventually.js';

/** What both of Kandy's demos are made of. */
export interface KandyDemo {
  readonly html: string;
  readonly script: string;
  /** Settings for Kandy alone. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** One user's page with a demo of Kandy's, used as a person would. */
export class KandyPage {
  private constructor(
    readonly user: string,
    readonly opened: OpenPage,
  ) {}

  static async open(
    stage: FacadeStage,
    tokens: KandyTokenService,
    user: string,
    { html, script, settings }: KandyDemo,
  ): Promise<KandyPage> {
    const [, sdk] = /<script src="(https:[^"]+)"/.exec(html) ?? [];
    if (sdk === undefined) throw new Error('the HTML loads no script of an SDK');
    const opened = await stage.open(user, {
      // The demo's HTML is a fragment; its handlers want the script's names to be global.
      html: `${html}<script src="demo.js"></script>`,
      files: { 'demo.js': script },
      replace: { [sdk]: 'kandy' },
      ...(settings && { glue: { kandy: settings } }),
    });
    await tokens.serve(opened.page);
    opened.page.setDefaultTimeout(10_000);
    return new KandyPage(user, opened);
  }

  async logIn(): Promise<void> {
    const { page } = this.opened;
    await page.fill('#clientId', 'demo-client');
    await page.fill('#userEmail', this.user);
    await page.fill('#password', 'any');
    await page.click('#loginBtn');
    const line = `Successfully logged in as ${this.user}. Your access token will expire in 480 minutes`;
    await eventually(`log of ${this.user}`, () => this.log(), [line]);
    await eventually('buttons', () => this.#disabledButtons(), [true, false]);
  }

  async subscribe(): Promise<void> {
    await this.opened.page.click('#subscribeBtn');
    await eventually(`log of ${this.user}`, () => this.#countInLog('Successfully subscribed'), 1);
    await eventually('buttons', () => this.#disabledButtons(), [true, true]);
  }

  async create(participant: string): Promise<void> {
    await this.opened.page.fill('#convo-participant', participant);
    await this.opened.page.click('input[value="Create"]');
  }

  async send(text: string): Promise<void> {
    await this.opened.page.fill('#message-text', text);
    await this.opened.page.click('input[value="Send"]');
  }

  /** The demo's own log. */
  log(): Promise<string[]> {
    return this.opened.page.locator('#messages > div').allTextContents();
  }

  async logOf(text: string): Promise<string[]> {
    return (await this.log()).filter((line) => line.includes(text));
  }

  /** The messages that it shows. */
  messages(): Promise<string[]> {
    return this.opened.page.locator('#convo-messages > div').allTextContents();
  }

  async #countInLog(text: string): Promise<number> {
    return (await this.logOf(text)).length;
  }

  async #disabledButtons(): Promise<boolean[]> {
    const { page } = this.opened;
    return Promise.all([page.isDisabled('#loginBtn'), page.isDisabled('#subscribeBtn')]);
  }
}

/** Waits until each of the pages shows exactly these messages. */
export async function allShow(pages: readonly KandyPage[], messages: readonly string[]): Promise<void> {
  await Promise.all(pages.map((page) => eventually(`messages of ${page.user}`, () => page.messages(), [...messages])));
}

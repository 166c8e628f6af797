import type { FacadeStage } from '../browser/facade-stage.js';
import type { OpenPage } from '../browser/stage-page.js';
import { eventually } from './eventually.js';

/** What the page has in its code. */
export interface StitchDemo {
  readonly html: string;
  /** Of John, Kevin and Larry. */
  readonly jwts: readonly string[];
  readonly conversation: string;
}

const SDK = './node_modules/nexmo-stitch/dist/conversationClient.js';

/** @throws Error when the page is not the one that is known */
export function readStitchDemo(html: string): StitchDemo {
  const jwts = Array.from(html.matchAll(/const USER\d*_JWT = '([^']+)'/g), ([, jwt = '']) => jwt);
  const [, conversation] = /const YOUR_CONVERSATION_ID = '([^']+)'/.exec(html) ?? [];
  if (jwts.length !== 3 || conversation === undefined || !html.includes(`src="${SDK}"`))
    throw new Error('the page does not have three tokens, a conversation and the script of the SDK');
  return { html, jwts, conversation };
}

/** A line of the page's feed. */
export interface FeedLine {
  readonly sender: string;
  readonly text: string;
  readonly hasDate: boolean;
}

/** One browser with the demo. */
export class StitchPage {
  private constructor(readonly opened: OpenPage) {}

  /** @param threadId behind the conversation's id. @param users the stage's names of John, Kevin and Larry */
  static async open(
    stage: FacadeStage,
    { html, jwts, conversation }: StitchDemo,
    users: readonly string[],
    threadId: string,
  ): Promise<StitchPage> {
    const exchanged = users.map((name, index) => {
      const { token } = stage.user(name);
      return [jwts[index], { token, user: { id: name, name } }] as const;
    });
    const opened = await stage.open(users[0]!, {
      html,
      files: { [SDK]: { bundle: 'stitch' } },
      exchange: Object.fromEntries(exchanged),
      glue: { conversations: { [conversation]: threadId } },
    });
    opened.page.setDefaultTimeout(10_000);
    return new StitchPage(opened);
  }

  async logIn(name: string): Promise<void> {
    await this.opened.page.fill('input[name="username"]', name);
    await this.opened.page.click('input[type="submit"]');
  }

  /** Waits until it has the conversation. @param times how often it has logged in, reloads included */
  async ready(times = 1): Promise<void> {
    const retrieved = () => this.opened.logs.filter((line) => line.startsWith('*** Conversation Retrieved')).length;
    await eventually('conversations retrieved', retrieved, times);
  }

  async send(text: string): Promise<void> {
    await this.opened.page.fill('#messageTextarea', text);
    await this.opened.page.click('#send');
    await eventually('text in the box', () => this.opened.page.inputValue('#messageTextarea'), '');
  }

  async loggedInAs(): Promise<string | null> {
    return this.opened.page.textContent('#logged-in-as');
  }

  isFormShown(): Promise<boolean> {
    return this.opened.page.isVisible('#login');
  }

  isChatShown(): Promise<boolean> {
    return this.opened.page.isVisible('#messages');
  }

  async feed(): Promise<FeedLine[]> {
    const html = await this.opened.page.innerHTML('#messageFeed');
    return html
      .split('<br>')
      .filter((line) => line !== '')
      .map((line) => {
        const [, sender = line, date = '', text = ''] = /^(.+?) @ (.+?): <b>(.*)<\/b>$/.exec(line) ?? [];
        return { sender, text, hasDate: !Number.isNaN(Date.parse(date)) };
      });
  }
}

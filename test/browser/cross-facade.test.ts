/** Apps of four SDKs, each a page with its built script, in one thread. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as rethread from '../../src/index.js';
import type * as kandy from '../../src/kandy/index.js';
import type * as signalwire from '../../src/signalwire/index.js';
import type * as stitch from '../../src/stitch/index.js';
import { FacadeStage } from './facade-stage.js';
import type { OpenPage } from './stage-page.js';

/** What pages find. */
declare const Twilio: { Conversations: typeof rethread };
declare const Kandy: typeof kandy;
declare const SignalWire: typeof signalwire;
declare const ConversationClient: typeof stitch.ConversationClient;
/** What each page writes down: who said what, and the files with their contents. */
declare const heard: string[];
/** How each page speaks, in the words of its own SDK. */
declare const speak: { text(text: string): unknown; file(name: string, content: string): unknown };

const USERS = ['tom', 'kim', 'sue', 'nat'] as const;

let stage: FacadeStage;
let threadId: string;
let pages: Record<(typeof USERS)[number], OpenPage>;

beforeAll(async () => {
  stage = await FacadeStage.start({ users: USERS });
  threadId = await stage.createThread('tom', ['kim', 'sue', 'nat']);
  const open = (user: string, script: 'rethread' | 'kandy' | 'signalwire' | 'stitch') =>
    stage.open(user, { html: '<script>window.heard = []</script>', scripts: [script] });
  const [tom, kim, sue, nat] = await Promise.all([
    open('tom', 'rethread'),
    open('kim', 'kandy'),
    open('sue', 'signalwire'),
    open('nat', 'stitch'),
  ]);
  pages = { tom, kim, sue, nat };
  await Promise.all([startTwilio(), startKandy(), startSignalWire(), startStitch()]);
});
afterAll(() => stage.stop());

async function startTwilio(): Promise<void> {
  const given = { token: stage.connectionTokens['tom']!, threadId, url: stage.site.filesUrl, who: stage.identities };
  await pages.tom.page.evaluate(async ({ token, threadId, url, who }) => {
    const { Client, HttpMediaStore } = Twilio.Conversations;
    const client = new Client(token, { rethread: { identities: who, media: new HttpMediaStore({ url }) } });
    const conversation = await client.getConversationBySid(threadId);
    conversation.on('messageAdded', (message) => {
      void (async () => {
        const lines = message.body ? [message.body] : [];
        for (const media of message.attachedMedia ?? []) {
          const address = await media.getContentTemporaryUrl();
          lines.push(`${media.filename}=${await (await fetch(address!)).text()}`);
        }
        heard.push(`${message.author}: ${lines.join(' + ')}`);
      })();
    });
    const speak = {
      text: (text: string) => conversation.sendMessage(text),
      file: (filename: string, content: string) =>
        conversation.sendMessage({ contentType: 'image/png', filename, media: new Blob([content]) }),
    };
    Object.assign(window, { speak });
  }, given);
}

async function startKandy(): Promise<void> {
  await pages.kim.page.evaluate(
    async ({ token, threadId }) => {
      const client = Kandy.create({});
      client.setTokens({ accessToken: token });
      const subscribed = new Promise<void>((resolve) => {
        client.on('subscription:change', () => {
          if (!client.services.getSubscriptions().isPending) resolve();
        });
      });
      client.services.subscribe(['chat'], 'websocket');
      await subscribed;
      const conversation = client.conversation.create(threadId, { type: 'chat-group' });
      const written = new Set<string>();
      client.on('messages:change', () => {
        for (const message of conversation.getMessages()) {
          const files = message.parts.flatMap((part) => (part.type === 'file' && 'name' in part ? [part] : []));
          if (files.some((part) => part.url === undefined)) {
            if (!message.isFetchingLinks) message.createImageLinks();
          } else if (!written.has(message.messageId!)) {
            written.add(message.messageId!);
            void (async () => {
              const lines = message.parts.flatMap((part) => (part.type === 'text' && part.text ? [part.text] : []));
              for (const { name, url } of files) lines.push(`${name}=${await (await fetch(String(url))).text()}`);
              heard.push(`${message.sender}: ${lines.join(' + ')}`);
            })();
          }
        }
      });
      const speak = {
        text: (text: string) => {
          conversation.createMessage(text).send();
        },
        file: (name: string, content: string) => {
          const message = conversation.createMessage('look');
          message.addPart({ type: 'file', file: new File([content], name, { type: 'image/png' }) });
          message.send();
        },
      };
      Object.assign(window, { speak });
    },
    { token: stage.tokens['kim']!, threadId },
  );
}

async function startSignalWire(): Promise<void> {
  await pages.sue.page.evaluate(
    async ({ token, threadId }) => {
      const { chat } = await SignalWire.SignalWire({ token });
      await chat.subscribe({
        addressId: threadId,
        onMessage: ({ user_id, text }) => heard.push(`${user_id}: ${text}`),
      });
      Object.assign(window, { speak: { text: (text: string) => chat.sendMessage({ addressId: threadId, text }) } });
    },
    { token: stage.tokens['sue']!, threadId },
  );
}

async function startStitch(): Promise<void> {
  await pages.nat.page.evaluate(
    async ({ token, threadId }) => {
      const application = await new ConversationClient().login(token);
      const conversation = await application.getConversation(threadId);
      conversation.on('text', (sender, event) => heard.push(`${sender.user.name}: ${event.body.text}`));
      conversation.on('image', (sender, event) => {
        void event.fetchImage('original').then(async (address) => {
          heard.push(`${sender.user.name}: image=${await (await fetch(address)).text()}`);
        });
      });
      const speak = {
        text: (text: string) => conversation.sendText(text),
        file: (name: string, content: string) =>
          conversation.sendImage(new File([content], name, { type: 'image/png' })),
      };
      Object.assign(window, { speak });
    },
    { token: stage.tokens['nat']!, threadId },
  );
}

const say = (user: (typeof USERS)[number], text: string): Promise<unknown> =>
  pages[user].page.evaluate(async (text) => {
    await speak.text(text);
  }, text);
const show = (user: (typeof USERS)[number], name: string, content: string): Promise<unknown> =>
  pages[user].page.evaluate(
    async ([name, content]) => {
      await speak.file(name!, content!);
    },
    [name, content],
  );
const heardBy = (user: (typeof USERS)[number]): Promise<string[]> => pages[user].page.evaluate(() => heard);

it('texts and files of every app reach all the others, and itself, once and in order', async () => {
  // One after the other: the order of what two people write at a time is anybody's.
  const said: Record<string, string[]> = { tom: [], kim: [], sue: [], nat: [] };
  const expectHeard = async (lines: Record<(typeof USERS)[number], string>): Promise<void> => {
    for (const user of USERS) {
      said[user]!.push(lines[user]);
      await expect.poll(() => heardBy(user), { timeout: 20_000 }).toEqual(said[user]);
    }
  };
  const same = (line: string) => ({ tom: line, kim: line, sue: line, nat: line });

  for (const user of USERS) {
    await say(user, `hello from ${user}`);
    await expectHeard(same(`${user}: hello from ${user}`));
  }
  await show('tom', 'tom.png', 'cat');
  await expectHeard({
    ...same('tom: tom.png=cat'),
    // This SDK has no files: their names are all that it can show.
    sue: 'tom: tom.png',
    nat: 'tom: image=cat',
  });
  await show('kim', 'kim.png', 'dog');
  await expectHeard({
    ...same('kim: look + kim.png=dog'),
    sue: 'kim: look',
    nat: 'kim: image=dog',
  });
  await show('nat', 'nat.png', 'owl');
  await expectHeard({ ...same('nat: nat.png=owl'), sue: 'nat: nat.png', nat: 'nat: image=owl' });

  for (const user of USERS) expect(pages[user].complaints).toEqual([]);
});

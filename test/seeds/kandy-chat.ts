import type { FacadeStage } from '../browser/facade-stage.js';
import { KandyTokenService } from '../browser/kandy-token-service.js';
import { assertSame, eventually } from './eventually.js';
import { allShow, KandyPage } from './kandy-page.js';
import { assertQuiet } from './quiet.js';
import type { PlayScenario, Seed } from './seed-run.js';

/** The demo's global, which a page's console reaches as well. */
declare const client: {
  conversation: { get(id: string, options: { type: string }): { getMessages(): { messageId: string }[] } };
};

const [ALICE, BOB, CAROL] = ['alice@example.com', 'bob@example.com', 'carol@example.com'] as const;
const [DAVE, ERIN] = ['dave@example.com', 'erin@example.com'] as const;

/** Kandy's demo of one-to-one and group chat, on default settings. It appends each message: what comes twice shows twice. */
export const kandyChat: Seed = {
  seed: '000',
  files: ['kandy-chat.html', 'kandy-chat.js'],
  users: [ALICE, BOB, CAROL, DAVE, ERIN],
  play: async (stage, read, scenario) => {
    const demo = { html: read('kandy-chat.html'), script: read('kandy-chat.js') };
    const tokens = new KandyTokenService(stage.tokens);
    const open = (user: string) => KandyPage.open(stage, tokens, user, demo);
    const pages = await Promise.all([ALICE, BOB, CAROL, DAVE, ERIN].map(open));
    await enter(pages, scenario);
    const [alice, bob, carol, dave, erin] = pages as [KandyPage, KandyPage, KandyPage, KandyPage, KandyPage];
    const shown = await talkInPairs([alice, bob], scenario);
    const met = await meetHalfway(stage, [dave, erin], scenario);
    const group = await talkInGroup(stage, [alice, bob, carol], shown, scenario);
    await hurry([alice, bob], shown, scenario);
    await scenario('000', 'nothing has come again meanwhile', async () => {
      // What came late for those before it is on the page by now.
      await bob.send('good night');
      shown.push(`${BOB}: good night`);
      await allShow([alice, bob], shown);
      await allShow([dave, erin], met);
      await allShow([carol], group);
      return `${shown.length}, ${met.length} and ${group.length} messages in the three conversations`;
    });
    await scenario('000', 'no uncaught error, no request to another machine', () => assertQuiet(pages));
  },
};

async function enter(pages: readonly KandyPage[], scenario: PlayScenario): Promise<void> {
  await scenario('KA-1', 'log in', async () => {
    await Promise.all(pages.map((page) => page.logIn()));
    return `${pages.length} pages say "Successfully logged in", Login disabled, Subscribe enabled`;
  });
  await scenario('KA-3', 'subscribe', async () => {
    await Promise.all(pages.map((page) => page.subscribe()));
    return '"Successfully subscribed" exactly once on each page, button disabled';
  });
}

/** @returns what both pages show in the end */
async function talkInPairs(pages: [KandyPage, KandyPage], scenario: PlayScenario): Promise<string[]> {
  const [alice, bob] = pages;
  const shown: string[] = [];
  await scenario('KA-5', 'first message one to one', async () => {
    await alice.create(BOB);
    await alice.send('hello 1');
    shown.push(`${ALICE}: hello 1`);
    await allShow(pages, shown);
    assertSame("lines of Bob's log about a conversation", await bob.logOf('New'), ['New conversation']);
    return `both show "${shown.join('", "')}"; Bob's log has "New conversation"`;
  });
  await scenario('KA-6', 'second message, and an answer without Create', async () => {
    await alice.send('hello 2');
    shown.push(`${ALICE}: hello 2`);
    await allShow(pages, shown);
    await bob.send('reply');
    shown.push(`${BOB}: reply`);
    await allShow(pages, shown);
    await eventually("Bob's log", async () => (await bob.logOf(`conversation with ${ALICE}`)).length, 2);
    return `both show ${shown.length} messages, each once, in order`;
  });
  return shown;
}

/** @returns what both pages show in the end */
async function meetHalfway(
  stage: FacadeStage,
  pages: [KandyPage, KandyPage],
  scenario: PlayScenario,
): Promise<string[]> {
  const [dave, erin] = pages;
  const shown = [`${DAVE}: are you there?`, `${ERIN}: I am`];
  await scenario('KA-7', 'the receiver has pressed Create first', async () => {
    await erin.create(DAVE);
    await dave.create(ERIN);
    await dave.send('are you there?');
    await allShow(pages, shown.slice(0, 1));
    await erin.send('I am');
    await allShow(pages, shown);
    assertSame("Erin's log", await erin.logOf('New conversation'), []);
    const { value } = (await stage.request(ERIN, 'GET', '/chat/threads')) as { value: unknown[] };
    assertSame('threads', value.length, 1);
    return 'both show each message once; one thread in ACS';
  });
  return shown;
}

/** @param shown is continued, as Alice and Bob see everything of it. @returns what Carol's page shows in the end */
async function talkInGroup(
  stage: FacadeStage,
  pages: [KandyPage, KandyPage, KandyPage],
  shown: string[],
  scenario: PlayScenario,
): Promise<string[]> {
  const [alice, bob, carol] = pages;
  const threadId = await stage.createThread(ALICE, [BOB, CAROL], 'Everybody');
  const group: string[] = [];
  const say = async (text: string): Promise<void> => {
    await alice.send(text);
    group.push(`${ALICE}: ${text}`);
    shown.push(`${ALICE}: ${text}`);
    await allShow([alice, bob], shown);
    await allShow([carol], group);
  };
  const choose = (id: string) => alice.opened.page.check(id);

  await scenario('KA-10', 'a group by its thread id', async () => {
    await choose('#group-chbox');
    await alice.create(threadId);
    await say('hello all');
    return `Alice, Bob and Carol show "${group.join()}", once`;
  });
  await scenario('KA-11', 'from one-to-one to the group and back', async () => {
    await choose('#oneToOne-chbox');
    await alice.create(BOB);
    await alice.send('only you');
    shown.push(`${ALICE}: only you`);
    await allShow([alice, bob], shown);
    await choose('#group-chbox');
    await alice.create(threadId);
    await say('all again');
    await choose('#oneToOne-chbox');
    await alice.create(BOB);
    await alice.send('you again');
    shown.push(`${ALICE}: you again`);
    await allShow([alice, bob], shown);
    await allShow([carol], group);
    return `Bob followed: ${shown.length} messages, each once; Carol has those of the group, ${group.length}`;
  });
  return group;
}

async function hurry(pages: [KandyPage, KandyPage], shown: string[], scenario: PlayScenario): Promise<void> {
  const [alice, bob] = pages;
  await scenario('KA-12', 'five messages within one second', async () => {
    const texts = [1, 2, 3, 4, 5].map((number) => `quick ${number}`);
    const tookMs = await alice.opened.page.evaluate((texts) => {
      const start = performance.now();
      for (const text of texts) {
        document.querySelector<HTMLInputElement>('#message-text')!.value = text;
        document.querySelector<HTMLInputElement>('input[value="Send"]')!.click();
      }
      return performance.now() - start;
    }, texts);
    if (tookMs > 1_000) throw new Error(`sending took ${tookMs} ms`);
    shown.push(...texts.map((text) => `${ALICE}: ${text}`));
    await allShow(pages, shown);
    const counts = [await countIds(alice, BOB), await countIds(bob, ALICE)];
    for (const { ids, different } of counts) assertSame('ids', different, ids);
    return `both show all five, in order; ${counts.map(({ different }) => different).join(' and ')} different ids`;
  });
}

function countIds({ opened }: KandyPage, peer: string): Promise<{ ids: number; different: number }> {
  return opened.page.evaluate((peer) => {
    const ids = client.conversation
      .get(peer, { type: 'chat-oneToOne' })
      .getMessages()
      .map(({ messageId }) => messageId);
    return { ids: ids.length, different: new Set(ids).size };
  }, peer);
}

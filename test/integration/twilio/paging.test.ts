import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, Conversation, Message, Paginator } from '../../../src/index.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

const COUNT = 10;

/** Bodies instead of indexes: a client that did not see the thread from its start may count from another number. */
const bodies = (page: Paginator<Message>): string => page.items.map((message) => message.body).join(' ');
const flags = (page: Paginator<Message>): [boolean, boolean] => [page.hasPrevPage, page.hasNextPage];

describe('§3.7 getMessages on a conversation with the messages 0…9', () => {
  let world: TwilioWorld;
  let alice: Client;
  let his: Conversation;

  beforeAll(async () => {
    world = await TwilioWorld.start();
    alice = await world.client('alice');
    const bob = await world.client('bob');
    const [hers, received] = await world.conversation(alice, bob);
    for (let n = 0; n < COUNT; n++) await hers!.sendMessage(String(n));
    // A client that starts afterwards reads everything from the service.
    await bob.shutdown();
    his = await (await world.client('bob')).getConversationBySid(received!.sid);
  });
  afterAll(() => world.stop());

  it.each<[string, Parameters<Conversation['getMessages']>, string, [boolean, boolean]]>([
    ['(4)', [4], '6 7 8 9', [true, false]],
    ['(3, 5)', [3, 5], '3 4 5', [true, true]],
    ['(3, 5, "forward")', [3, 5, 'forward'], '5 6 7', [true, true]],
    ['(3, undefined, "forward")', [3, undefined, 'forward'], '0 1 2', [false, true]],
    ['(3, 0)', [3, 0], '0', [false, true]],
    ['(3, 99)', [3, 99], '7 8 9', [true, false]],
    ['(3, 99, "forward")', [3, 99, 'forward'], '', [false, false]],
    ['() with 30 by default', [], '0 1 2 3 4 5 6 7 8 9', [false, false]],
    ['(10)', [10], '0 1 2 3 4 5 6 7 8 9', [false, false]],
  ])('%s', async (_call, args, expected, [hasPrev, hasNext]) => {
    const page = await his.getMessages(...args);
    expect(bodies(page)).toBe(expected);
    expect(flags(page)).toEqual([hasPrev, hasNext]);
  });

  it('§3.7 backwards through everything: prevPage is older', async () => {
    let page = await his.getMessages(4);
    const pages = [bodies(page)];
    while (page.hasPrevPage) {
      page = await page.prevPage();
      pages.push(bodies(page));
    }
    expect(pages).toEqual(['6 7 8 9', '2 3 4 5', '0 1']);
    expect(flags(page)).toEqual([false, true]);
  });

  it('§3.7 forward through everything: nextPage is newer', async () => {
    let page = await his.getMessages(3, undefined, 'forward');
    const pages = [bodies(page)];
    while (page.hasNextPage) {
      page = await page.nextPage();
      pages.push(bodies(page));
    }
    expect(pages).toEqual(['0 1 2', '3 4 5', '6 7 8', '9']);
    expect(flags(page)).toEqual([true, false]);
  });

  it('§3.7 both ways from an anchor, in both directions', async () => {
    const back = await his.getMessages(3, 5);
    expect([bodies(await back.prevPage()), bodies(await back.nextPage())]).toEqual(['0 1 2', '6 7 8']);
    const forward = await his.getMessages(3, 5, 'forward');
    expect([bodies(await forward.prevPage()), bodies(await forward.nextPage())]).toEqual(['2 3 4', '8 9']);
  });

  it('§3.7 a plain object with functions that work by themselves; paging changes no page', async () => {
    const page = await his.getMessages(4);
    expect(Object.keys(page).sort()).toEqual(['hasNextPage', 'hasPrevPage', 'items', 'nextPage', 'prevPage']);
    const { prevPage } = page;
    expect(bodies(await prevPage())).toBe('2 3 4 5');
    expect(bodies(page)).toBe('6 7 8 9');
  });

  it('§3.7 a page that is not there rejects, and so does a page size of 0', async () => {
    await expect((await his.getMessages(4)).nextPage()).rejects.toThrow('No next page');
    await expect((await his.getMessages(30)).prevPage()).rejects.toThrow('No previous page');
    await expect(his.getMessages(0)).rejects.toThrow('page size');
  });

  it('§8.2 the same message is the same object in every page, also of concurrent calls', async () => {
    const [first, second] = await Promise.all([his.getMessages(4), his.getMessages(3, 9)]);
    expect(first.items.at(-1)).toBe(second.items.at(-1));
  });

  it('§3.5 getMessagesCount counts what is not deleted', async () => {
    expect(await his.getMessagesCount()).toBe(COUNT);
  });

  it('§3.7 no messages: an empty page without neighbours', async () => {
    const empty = await alice.createConversation();
    const page = await empty.getMessages();
    expect([page.items, ...flags(page)]).toEqual([[], false, false]);
  });
});

describe('§3.7 a conversation that does not fit into one page of the service', () => {
  it('reads on as far as needed, each message once', async () => {
    const world = await TwilioWorld.start();
    try {
      const alice = await world.client('alice');
      const [hers] = await world.conversation(alice);
      const sent = Array.from({ length: 130 }, (_, n) => String(n));
      for (const body of sent) await hers!.sendMessage(body);
      await alice.shutdown();
      const later = await (await world.client('alice')).getConversationBySid(hers!.sid);
      let page = await later.getMessages(40);
      const read = [...page.items];
      while (page.hasPrevPage) {
        page = await page.prevPage();
        read.unshift(...page.items);
      }
      expect(read.map((message) => message.body)).toEqual(sent);
      const indexes = read.map((message) => message.index);
      expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
      expect(new Set(indexes).size).toBe(sent.length);
      expect(await later.getMessagesCount()).toBe(sent.length);
    } finally {
      await world.stop();
    }
  });
});

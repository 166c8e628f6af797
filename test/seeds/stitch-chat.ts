import { assertSame, eventually } from './eventually.js';
import { assertQuiet } from './quiet.js';
import type { Seed } from './seed-run.js';
import { type FeedLine, readStitchDemo, StitchPage } from './stitch-page.js';

const USERS = ['John', 'Kevin', 'Larry'] as const;

/** Nexmo's page for three people. Its tokens are placeholders: they are exchanged for those of ACS. */
export const stitchChat: Seed = {
  seed: '004',
  files: ['stitch-chat.html'],
  users: USERS,
  play: async (stage, read, scenario) => {
    const demo = readStitchDemo(read('stitch-chat.html'));
    const threadId = await stage.createThread('John', ['Kevin', 'Larry'], 'Everybody');
    const open = () => StitchPage.open(stage, demo, USERS, threadId);
    const pages = await Promise.all([open(), open(), open()]);
    const lines: FeedLine[] = [];
    const say = async (index: number, text: string): Promise<void> => {
      await pages[index]!.send(text);
      lines.unshift({ sender: USERS[index]!, text, hasDate: true });
    };
    const feedsAre = (some: readonly StitchPage[], expected: readonly FeedLine[]) =>
      Promise.all(some.map((page) => eventually('feed', () => page.feed(), [...expected])));

    await scenario('NA-1', 'log in as John, Kevin and Larry', async () => {
      await Promise.all(
        pages.map(async (page, index) => {
          const name = USERS[index]!;
          await page.logIn(name);
          await eventually('name', () => page.loggedInAs(), name);
          await page.ready();
          assertSame('form and chat shown', [await page.isFormShown(), await page.isChatShown()], [false, true]);
        }),
      );
      return `three pages show ${USERS.join(', ')}; form hidden, messages shown`;
    });
    const stranger = await open();
    await scenario('NA-2', 'an unknown name', async () => {
      await stranger.logIn('Mallory');
      const complaints = () => stranger.opened.logs.filter((line) => line.includes('not recognized')).length;
      await eventually('console', complaints, 1);
      assertSame('form and chat shown', [await stranger.isFormShown(), await stranger.isChatShown()], [true, false]);
      return 'stays on the form; the console says "not recognized"';
    });
    await scenario('NA-3', 'each sends one message', async () => {
      await say(0, 'hello');
      await say(1, 'hi John');
      await say(2, 'me too');
      await feedsAre(pages, lines);
      return `three feeds: ${lines.map(({ sender, text }) => `${sender} "${text}"`).join(', ')}; boxes cleared`;
    });
    await scenario('NA-4', 'one page is loaded anew', async () => {
      const [john, kevin, larry] = pages;
      await larry.opened.page.reload();
      await larry.logIn('Larry');
      await larry.ready(2);
      assertSame("Larry's feed", await larry.feed(), []);
      await say(0, 'second');
      // After it, so that what comes late for the one before is there, too.
      await say(1, 'third');
      await feedsAre([larry], lines.slice(0, 2));
      await feedsAre([john, kevin], lines);
      return 'old messages are not shown again, new ones are, each once';
    });
    await scenario('004', 'no uncaught error, no request to another machine', () => assertQuiet([...pages, stranger]));
  },
};

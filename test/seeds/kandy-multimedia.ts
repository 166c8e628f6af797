import { KandyTokenService } from '../browser/kandy-token-service.js';
import { makePng } from '../helper/make-png.js';
import { eventually } from './eventually.js';
import { KandyPage } from './kandy-page.js';
import { assertQuiet } from './quiet.js';
import type { Seed } from './seed-run.js';

const [ALICE, BOB] = ['alice@example.com', 'bob@example.com'] as const;

/** A message as the demo shows it. */
interface ShownMessage {
  readonly text: string;
  /** Its pictures by their names, and whether each is really there. */
  readonly images: readonly [name: string, isLoaded: boolean][];
}

/** Kandy's demo of chat with files, with the setting that makes it work: its own SDK never let it. */
export const kandyMultimedia: Seed = {
  seed: '001',
  files: ['kandy-multimedia.html', 'kandy-multimedia.js'],
  users: [ALICE, BOB],
  play: async (stage, read, scenario) => {
    const demo = {
      html: read('kandy-multimedia.html'),
      script: read('kandy-multimedia.js'),
      settings: { compat: 'multimedia-4.25' },
    };
    const tokens = new KandyTokenService(stage.tokens);
    const open = async (user: string): Promise<KandyPage> => {
      const page = await KandyPage.open(stage, tokens, user, demo);
      await page.logIn();
      await page.subscribe();
      return page;
    };
    const pages = (await Promise.all([ALICE, BOB].map(open))) as [KandyPage, KandyPage];
    const [alice] = pages;
    const pick = (name: string, red: number) =>
      alice.opened.page.setInputFiles('#file-upload', {
        name,
        mimeType: 'image/png',
        buffer: makePng(4, 4, () => [red, 40, 40]),
      });
    const bothShow = (messages: ShownMessage[]) =>
      Promise.all(pages.map((page) => eventually(`page of ${page.user}`, () => shownBy(page), messages)));
    const first: ShownMessage = { text: `${ALICE}:with a picture`, images: [['pic.png', true]] };

    await scenario('KM-1', 'an image, with the preset', async () => {
      await alice.create(BOB);
      await pick('pic.png', 200);
      await alice.send('with a picture');
      await bothShow([first]);
      return `both show "${first.text}" and the picture pic.png from a blob: address`;
    });
    await scenario('KM-2', 'two images in one message', async () => {
      // The demo keeps the first one for the next message.
      await pick('second.png', 90);
      await alice.send('with two');
      const images: ShownMessage['images'] = [
        ['pic.png', true],
        ['second.png', true],
      ];
      await bothShow([first, { text: `${ALICE}:with two`, images }]);
      return 'both show pic.png and second.png in one message';
    });
    await scenario('001', 'no uncaught error, no request to another machine', () => assertQuiet(pages));
  },
};

function shownBy({ opened }: KandyPage): Promise<ShownMessage[]> {
  return opened.page.evaluate(() =>
    Array.from(document.querySelectorAll('#convo-messages > div'), (message) => ({
      text: message.textContent,
      images: Array.from(message.querySelectorAll('img'), (image): [string, boolean] => [
        image.alt,
        image.src.startsWith('blob:') && image.complete && image.naturalWidth > 0,
      ]),
    })),
  );
}

import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.js';
import { bundleForReactNative, runInReactNative } from '../helper/react-native-runtime.js';

// What React Native lacks and push needs: see docs/real-time.md.
const POLYFILLS = { crypto: { getRandomValues: crypto.getRandomValues.bind(crypto) }, location: {} };

describe('the built package in a bundle for React Native, without window and document', () => {
  let bundle: string;
  let emulator: Emulator;

  beforeAll(async () => {
    bundle = await bundleForReactNative();
  });
  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.stop());

  /** Sends a message and receives it as an event. */
  async function chat(polyfills: Record<string, unknown>) {
    const { userId, token } = await emulator.createUser();
    const { exports, globals } = runInReactNative(bundle, polyfills);
    const warnings: string[] = [];
    const ignore = (): void => undefined;
    const logger = { debug: ignore, info: ignore, warn: (line: string) => warnings.push(line), error: ignore };
    const client = new exports.Client(token, { rethread: { endpoint: emulator.endpoint, logger } });
    await new Promise<void>((resolve, reject) => {
      client.once('initialized', resolve);
      client.once('initFailed', ({ error }) => reject(new Error(error?.message)));
    });
    const conversation = await client.createConversation({ friendlyName: 'Lunch' });
    const received = new Promise<{ body: string | null }>((resolve) => conversation.once('messageAdded', resolve));
    await conversation.sendMessage('Noon?');
    const { body } = await received;
    await client.shutdown();
    const sockets = emulator.requests.count({ userId, path: /^\/socket\.io\// });
    return { body, warnings, globals, sockets };
  }

  it.each([
    ['a location and random values', POLYFILLS],
    ['these and the global object as window and self', { ...POLYFILLS, window: {}, self: {} }],
  ])('pushes where the app has put %s', async (_, polyfills) => {
    expect(await chat(polyfills)).toEqual({ body: 'Noon?', warnings: [], globals: [], sockets: 1 });
  });

  it.each([
    ['nothing', {}],
    ['random values, but no location', { crypto: POLYFILLS.crypto }],
  ])('polls and says so where the app has put %s', async (_, polyfills) => {
    const { body, warnings, globals, sockets } = await chat(polyfills);
    expect({ body, globals, sockets }).toEqual({ body: 'Noon?', globals: [], sockets: 0 });
    expect(warnings).toEqual([expect.stringMatching(/using polling instead/)]);
  });
});

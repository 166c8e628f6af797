import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client, Conversation, JSONValue } from '../../../src/index.js';
import { makeSubjects, type Subjects } from '../../helper/public-methods.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

const cycle: { self?: unknown } = {};
cycle.self = cycle;
const refuse = (): never => {
  throw new Error('not me');
};
const NO_JSON: [what: string, attributes: unknown][] = [
  ['a cycle', cycle],
  ['a big integer inside', { price: 10n }],
  ['an object that refuses', { toJSON: refuse }],
  ['an object that becomes nothing', { toJSON: () => undefined }],
];

type Ways = Record<string, (attributes: JSONValue) => Promise<unknown>>;

describe('attributes', () => {
  let world: TwilioWorld;
  let alice: Client;
  let subjects: Subjects;
  let newcomers: string[];

  beforeAll(async () => {
    world = await TwilioWorld.start();
    alice = await world.client('alice');
    newcomers = await Promise.all(Array.from({ length: 12 }, async () => (await world.emulator.createUser()).userId));
    subjects = await makeSubjects(alice, world);
  });
  beforeEach(() => world.emulator.requests.clear());
  afterAll(() => world.stop());

  /** Of the chat, that is: a reader that has shut down still ends its push. */
  const changes = (): string[] =>
    world.emulator.requests
      .list({ path: /^\/chat\// })
      .flatMap(({ method, status }) => (method === 'GET' ? [] : [`${method} ${status}`]));
  /** As somebody reads it who was not there. */
  const read = async <T>(
    look: (conversation: Conversation) => T | Promise<T>,
    sid = subjects.Conversation.sid,
  ): Promise<T> => {
    const reader = world.create('alice', { rethread: { rateLimits: 'off' } });
    const result = await look(await reader.getConversationBySid(sid));
    await reader.shutdown();
    return result;
  };
  const readNewest = (): Promise<JSONValue> =>
    read(async (conversation) => (await conversation.getMessages(1)).items[0]!.attributes);

  const WAYS: Ways = {
    createConversation: async (attributes) => {
      const { sid } = await alice.createConversation({ attributes });
      return read((conversation) => conversation.attributes, sid);
    },
    'conversation.updateAttributes': async (attributes) => {
      await subjects.Conversation.updateAttributes(attributes);
      return read((conversation) => conversation.attributes);
    },
    'conversation.add': async (attributes) => {
      const newcomer = newcomers.pop()!;
      await subjects.Conversation.add(newcomer, attributes);
      return read(async (conversation) => (await conversation.getParticipantByIdentity(newcomer))!.attributes);
    },
    'conversation.sendMessage': async (attributes) => {
      await subjects.Conversation.sendMessage('hello', attributes);
      return readNewest();
    },
    'a message with a file': async (attributes) => {
      await subjects.Conversation.sendMessage({ contentType: 'text/plain', media: 'x' }, attributes);
      return readNewest();
    },
    'builder.setAttributes': async (attributes) => {
      await subjects.Conversation.prepareMessage().setAttributes(attributes).buildAndSend();
      return readNewest();
    },
    'message.updateAttributes': async (attributes) => {
      const { Message: message } = subjects;
      await message.updateAttributes(attributes);
      return read(
        async (conversation) =>
          (await conversation.getMessages()).items.find(({ sid }) => sid === message.sid)!.attributes,
      );
    },
  };

  describe.each(Object.entries(WAYS))('%s', (_way, give) => {
    it.each(NO_JSON)('refuses %s before anything is sent', async (_what, attributes) => {
      await expect(give(attributes as JSONValue)).rejects.toMatchObject({
        name: 'ChatError',
        code: 'invalid-argument',
        message: 'unable to use the attributes; they are not JSON',
      });
      expect(changes()).toEqual([]);
    });

    it('leaves out what JSON leaves out, as the original', async () => {
      const attributes = { gone: undefined, work: refuse, list: [refuse, undefined], no: Number.NaN, on: new Date(0) };
      await expect(give(attributes as unknown as JSONValue)).resolves.toEqual({
        list: [null, null],
        no: null,
        on: '1970-01-01T00:00:00.000Z',
      });
    });

    it('takes them as they are at the call, whatever the app does with its object afterwards', async () => {
      const attributes: { steps: string[] } = { steps: ['as called'] };
      const given = give(attributes);
      attributes.steps.push('changed since');
      await expect(given).resolves.toEqual({ steps: ['as called'] });
    });
  });

  it('createConversation refuses a function, which its rule does not look at', async () => {
    await expect(alice.createConversation({ attributes: refuse as never })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(changes()).toEqual([]);
  });

  describe('up to the limit, to the byte', () => {
    const MESSAGE = 'AttributesTooLargeError';
    /** JSON of exactly so many bytes, with two bytes to a letter. */
    const ofSize = (bytes: number): JSONValue => `${'é'.repeat((bytes - 2) >> 1)}${bytes % 2 === 0 ? '' : 'x'}`;
    /** The key, the version and the name of the field. */
    const FRAME = 'rethread'.length + '{"v":1,"attributes":}'.length;

    it.each<[string, (attributes: JSONValue) => Promise<unknown>, limit: number, frame: number]>([
      ['a conversation', (attributes) => subjects.Conversation.updateAttributes(attributes), 1024, FRAME],
      ['a new conversation', (attributes) => alice.createConversation({ friendlyName: 'x', attributes }), 1024, FRAME],
      ['a participant', (attributes) => subjects.Conversation.add(newcomers.pop()!, attributes), 1024, FRAME],
      ['a message', (attributes) => subjects.Conversation.sendMessage('hi', attributes), 4096, 0],
      ['a change of a message', (attributes) => subjects.Message.updateAttributes(attributes), 4096, 0],
    ])('of %s', async (_what, give, limit, frame) => {
      await expect(give(ofSize(limit - frame + 1))).rejects.toMatchObject({
        name: MESSAGE,
        code: 'too-large',
        size: limit + 1,
        limit,
        message: expect.stringContaining(`take ${limit + 1} bytes and the limit is ${limit}`) as string,
      });
      expect(changes()).toEqual([]);
      await give(ofSize(limit - frame));
      expect(changes()).toEqual([expect.stringMatching(/^\w+ 20\d$/)]);
    });

    it('of a message as a whole', async () => {
      const attributes = ofSize(4096);
      const send = (size: number): Promise<number> => subjects.Conversation.sendMessage('x'.repeat(size), attributes);
      const { size, limit } = await send(28 * 1024).then(
        () => expect.fail('it was sent'),
        (error: unknown) => (error as { details: { size: number; limit: number } }).details,
      );
      expect(limit).toBe(28 * 1024);
      await expect(send(2 * limit - size + 1)).rejects.toMatchObject({
        code: 'too-large',
        details: { size: limit + 1 },
      });
      expect(changes()).toEqual([]);
      await send(2 * limit - size);
      expect(changes()).toEqual(['POST 201']);
    });
  });
});

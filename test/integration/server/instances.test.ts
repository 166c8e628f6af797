import { createStorage } from 'unstorage';
import redisDriver from 'unstorage/drivers/redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Companion, createCompanion } from '../../../src/server/index.js';
import { decodeConnectionToken } from '../../../src/identity/index.js';
import { ask, type CompanionWorld, fetchToken, startCompanionWorld } from '../../helper/companion-world.js';
import { type RedisServer, startRedis } from '../../helper/redis-server.js';

let redis: RedisServer;
let world: CompanionWorld;
const storages: { dispose(): Promise<void> }[] = [];
let instances: [Companion, Companion];

/** A connection of its own, as another process has it. */
function openStorage() {
  const storage = createStorage({ driver: redisDriver({ url: redis.url, base: 'chat' }) });
  storages.push(storage);
  return storage;
}

beforeAll(async () => {
  redis = await startRedis();
  world = await startCompanionWorld({ storage: openStorage() });
  instances = [world.companion, createCompanion({ ...world.options, storage: openStorage() })];
});

afterEach(() => world.emulator.requests.clear());

afterAll(async () => {
  await world.stop();
  await Promise.all(storages.map((storage) => storage.dispose()));
  await redis.stop();
});

const MADE_USER = { method: 'POST', path: /^\/identities$/ };
const usersMade = (): number => world.emulator.requests.count(MADE_USER);

async function userIdsOf(replies: readonly Promise<{ status: number; body: { token: string } }>[]): Promise<string[]> {
  const answered = await Promise.all(replies);
  expect(answered.filter(({ status }) => status !== 200)).toEqual([]);
  return answered.map(({ body }) => decodeConnectionToken(body.token).userId);
}

describe('the first 100 requests for one identity', () => {
  it('make one ACS user, on one instance without a storage', async () => {
    const alone = await startCompanionWorld();
    const ids = await userIdsOf(Array.from({ length: 100 }, () => fetchToken(alone.companion, 'alice')));
    expect(new Set(ids).size).toBe(1);
    // And the one that the companion takes part as.
    expect(alone.emulator.requests.count(MADE_USER)).toBe(2);
    await alone.stop();
  });

  it('make one ACS user, on two instances over one Redis', async () => {
    const ids = await userIdsOf(Array.from({ length: 100 }, (_, index) => fetchToken(instances[index % 2]!, 'alice')));
    expect(new Set(ids).size).toBe(1);
    expect(usersMade()).toBe(2);
  });

  it('make one when all of them look for somebody else at once', async () => {
    const alice = await world.login('alice');
    world.emulator.requests.clear();
    const lookUps = Array.from({ length: 50 }, (_, index) =>
      alice.ask('POST', '/users/lookup', {
        body: { identities: ['new'], create: true },
        companion: instances[index % 2]!,
      }),
    );
    const ids = (await Promise.all(lookUps)).map(({ body }) => body.users[0]!.userId);
    expect(new Set(ids).size).toBe(1);
    expect(usersMade()).toBe(1);
  });
});

describe('two instances', () => {
  it('give one unique name away once, however many want it at once', async () => {
    const users = await Promise.all(['alice', 'bob'].map((identity) => world.login(identity)));
    for (const uniqueName of ['general', 'random', 'lunch']) {
      world.emulator.requests.clear();
      const wishes = Array.from({ length: 20 }, (_, index) =>
        users[index % 2]!.ask('POST', '/conversations', {
          body: { uniqueName, topic: `by ${index}`, metadata: {} },
          companion: instances[(index >> 1) % 2]!,
        }),
      );
      const replies = await Promise.all(wishes);
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(replies.filter(({ status }) => status === 409)).toHaveLength(19);
      // The losers have left nothing behind.
      expect(world.emulator.requests.count({ method: 'POST', path: /^\/chat\/threads$/ })).toBe(1);
    }
  });

  it('agree who the service participant is, and on revocations', async () => {
    const [first, second] = await Promise.all(instances.map((instance) => world.login('carol', instance)));
    expect(second!.service).toBe(first!.service);
    expect((await first!.ask('GET', '/mine', { companion: instances[1] })).status).toBe(200);
    await instances[0].revoke('carol');
    const { status, body } = await second!.ask('GET', '/mine', { companion: instances[1] });
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'session-revoked' });
  });

  it('lose no change of one document', async () => {
    const alice = await world.login('alice');
    const made = await alice.ask('POST', '/conversations', {
      body: { uniqueName: 'documents', topic: 'Documents', metadata: {} },
    });
    const path = `/conversations/${encodeURIComponent(made.body.id)}`;
    const changes = Array.from({ length: 40 }, (_, index) =>
      alice.ask('PUT', `${path}/participants/${encodeURIComponent(`8:acs:user-${index}`)}/attributes`, {
        body: { attributes: { index } },
        companion: instances[index % 2]!,
      }),
    );
    const revisions = (await Promise.all(changes)).map(({ body }) => Number(body.revision));
    expect(revisions.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const { body } = await alice.ask('GET', `${path}/participants`);
    expect(body.participants).toHaveLength(40);
  });

  it('say so while the storage is away, and go on when it is back', async () => {
    const away = await startRedis();
    const storage = createStorage({
      driver: redisDriver({ url: away.url, maxRetriesPerRequest: 1, retryStrategy: () => 20 }),
    });
    // ioredis tells of every attempt.
    (storage.getMount('').driver.getInstance?.() as { on(event: string, listener: () => void): void }).on(
      'error',
      () => undefined,
    );
    const companion = createCompanion({ ...world.options, storage });
    expect((await ask(companion, 'GET', '/health')).status).toBe(200);
    await away.stop();
    for (const reply of [await ask(companion, 'GET', '/health'), await fetchToken(companion, 'alice')]) {
      expect(reply).toMatchObject({ status: 503, body: { code: 'storage-unavailable' } });
      expect(reply.headers.get('retry-after')).toBe('5');
    }
    await storage.dispose();
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStorage } from 'unstorage';
import fsDriver from 'unstorage/drivers/fs';
import memoryDriver from 'unstorage/drivers/memory';
import redisDriver from 'unstorage/drivers/redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AzureTableTextStore } from '../../src/server/store/azure-table-text-store.js';
import { type CompanionStorage, openTextStore, type TextStore } from '../../src/server/store/index.js';
import { MemoryTextStore } from '../../src/server/store/memory-text-store.js';
import { startTable } from '../helper/azurite-tables.js';
import { type RedisServer, startRedis } from '../helper/redis-server.js';
import { testTextStore } from '../helper/text-store-suite.js';

let folder: string;
let redis: RedisServer;
let table: Awaited<ReturnType<typeof startTable>>;
let storages: {
  memory: CompanionStorage;
  files: CompanionStorage;
  redis: CompanionStorage[];
  dispose: () => Promise<void>;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rethread-companion-'));
  [redis, table] = await Promise.all([startRedis(), startTable()]);
  const onRedis = [0, 1].map(() => createStorage({ driver: redisDriver({ url: redis.url, base: 'chat' }) }));
  storages = {
    memory: createStorage({ driver: memoryDriver() }),
    files: createStorage({ driver: fsDriver({ base: folder }) }),
    redis: onRedis,
    dispose: async () => {
      await Promise.all(onRedis.map((storage) => storage.dispose()));
    },
  };
});

afterAll(async () => {
  await storages.dispose();
  await Promise.all([redis.stop(), table.stop(), rm(folder, { recursive: true })]);
});

const memory = new MemoryTextStore();
testTextStore('a store in memory', () => memory);
testTextStore('unstorage in memory', () => openTextStore(storages.memory).store);
testTextStore('unstorage in files', () => openTextStore(storages.files).store);
let turn = 0;
testTextStore('Redis, two connections', () => openTextStore(storages.redis[turn++ % 2]).store);
testTextStore('Azure Table Storage', () => tableStore());

const tableStore = (): TextStore => new AzureTableTextStore(() => table.client, 'companion');

describe('what is chosen for a driver', () => {
  const warningOf = (storage: CompanionStorage | undefined) => openTextStore(storage).warning;

  it('warns when only one instance may run', () => {
    expect(warningOf(undefined)).toContain('forgets identities, unique names and documents when it restarts');
    expect(warningOf(storages.files)).toContain('the storage driver "fs" has no atomic changes: only one instance');
    expect(warningOf(storages.redis[0])).toBeUndefined();
  });

  it('uses the keys of the driver in Redis', async () => {
    const [storage] = storages.redis;
    await openTextStore(storage).store.insert('kind:abc', ':text');
    expect(await storage!.getItem('kind:abc')).toBe(':text');
  });

  it('takes the table that the driver of unstorage knows', async () => {
    const driver = { name: 'azure-storage-table', options: { partitionKey: 'p' }, getInstance: () => table.client };
    const storage = { ...storages.memory, getMount: () => ({ base: '', driver }) };
    const { store, warning } = openTextStore(storage);
    expect(warning).toBeUndefined();
    await store.insert('kind:abc', ':text');
    expect(await table.client.getEntity('p', 'kind:abc')).toMatchObject({ text0: ':text' });
  });
});

import { fieldsOf, textOf } from '../../core/index.js';
import { AzureTableTextStore, type TableCommands } from './azure-table-text-store.js';
import type { CompanionStorage } from './companion-storage.js';
import { MemoryTextStore } from './memory-text-store.js';
import { type RedisCommands, RedisTextStore } from './redis-text-store.js';
import { SharedTextStore } from './shared-text-store.js';
import type { TextStore } from './text-store.js';

/** A store, and what has to be said about it once. */
export interface OpenedStore {
  readonly store: TextStore;
  readonly warning: string | undefined;
}

const FORGETFUL =
  'the companion keeps everything in memory: it forgets identities, unique names and documents when it restarts, and ' +
  'only one instance may run. Set `storage` to an unstorage Storage with a driver that keeps them';

/** Chooses the atomic way of a driver where it has one. */
export function openTextStore(storage: CompanionStorage | undefined): OpenedStore {
  if (storage === undefined) return { store: new MemoryTextStore(), warning: FORGETFUL };
  const driver = storage.getMount?.('').driver;
  const options = fieldsOf(driver?.options);
  const instance = driver?.getInstance;
  if (instance !== undefined && driver?.name === 'redis') {
    const base = textOf(options['base']).replace(/:$/, '');
    return { store: new RedisTextStore(instance as () => RedisCommands, base), warning: undefined };
  }
  if (instance !== undefined && driver?.name === 'azure-storage-table') {
    const partition = textOf(options['partitionKey']) || 'unstorage';
    return { store: new AzureTableTextStore(instance as () => TableCommands, partition), warning: undefined };
  }
  return { store: new SharedTextStore(storage), warning: singleInstance(driver?.name) };
}

function singleInstance(driver: string | undefined): string {
  const name = driver === undefined ? 'this storage' : `the storage driver "${driver}"`;
  return (
    `${name} has no atomic changes: only one instance of the companion may run on it. ` +
    'For several, use the driver "redis" or "azure-storage-table"'
  );
}

import { digestOf } from '../digest.js';

/**
 * The key under which something with these names is stored. Names are hashed: storages fold case, forbid characters and
 * limit the length, and an identity may be anything.
 */
export async function storageKey(kind: string, ...names: string[]): Promise<string> {
  return [kind, ...(await Promise.all(names.map(digestOf)))].join(':');
}

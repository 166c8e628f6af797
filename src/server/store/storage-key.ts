import { digestOf } from '../digest.js';

/**
 * The key under which something with these names is stored. Names are hashed: storages fold case, forbid characters and
 * limit the length, and an identity may be anything.
 */
export async function storageKey(kind: string, ...names: string[]): Promise<string> {
  const digests: string[] = [];
  // The same few names come with every request, and a digest takes as long as reading the document.
  for (const name of names) digests.push(known.get(name) ?? remember(name, await digestOf(name)));
  return [kind, ...digests].join(':');
}

const MOST_KNOWN = 10_000;
const known = new Map<string, string>();

function remember(name: string, digest: string): string {
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, digest);
  return digest;
}

import { describe, expect, it } from 'vitest';
import { type NamedThread, writeDocument } from '../../../src/core/index.js';
import { DefaultThreadDirectory } from '../../../src/identity/index.js';

const threadOf = (id: string, uniqueName: string): NamedThread => ({
  id,
  properties: { topic: 'tea', metadata: writeDocument({ uniqueName }) },
});

describe('a unique name, which any member of a thread can write', () => {
  it('is no name when it is the id of another thread', async () => {
    const trap = threadOf('19:trap@thread.v2', '19:team@thread.v2');
    const directory = new DefaultThreadDirectory({ threads: () => [trap, threadOf('19:team@thread.v2', 'team')] });
    expect(await directory.threadIdOf('19:team@thread.v2')).toBe('19:team@thread.v2');
    expect(directory.nameOf(trap)).toBe('19:trap@thread.v2');
  });

  it('is no name when it is empty', () => {
    const directory = new DefaultThreadDirectory({ threads: () => [] });
    expect(directory.nameOf(threadOf('19:a@thread.v2', ''))).toBe('19:a@thread.v2');
  });

  it('does not go before the map of the app', async () => {
    const trap = threadOf('19:trap@thread.v2', 'team');
    const conversations = { team: '19:team@thread.v2' };
    const directory = new DefaultThreadDirectory({ conversations, threads: () => [trap] });
    expect(await directory.threadIdOf('team')).toBe('19:team@thread.v2');
  });
});

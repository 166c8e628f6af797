import { describe, expect, it, vi } from 'vitest';
import { ChatError, isChatError, type NamedThread, type ThreadGate, writeDocument } from '../../../src/core/index.js';
import { DefaultThreadDirectory, type ThreadDirectoryOptions } from '../../../src/identity/index.js';

const threadOf = (id: string, uniqueName?: string): NamedThread => ({
  id,
  properties: { topic: 'tea', metadata: uniqueName === undefined ? {} : writeDocument({ uniqueName }) },
});
const directoryOf = (part: Partial<ThreadDirectoryOptions>, ...threads: NamedThread[]) =>
  new DefaultThreadDirectory({ threads: () => threads, ...part });
const gateOf = (find: ThreadGate['find']): ThreadGate => ({ find, join: () => Promise.resolve() });

describe('which conversation is which', () => {
  it('by a map, both ways', async () => {
    const directory = directoryOf({ conversations: { 'CON-1': '19:a@thread.v2', also: '19:a@thread.v2' } });
    expect(await directory.threadIdOf('CON-1')).toBe('19:a@thread.v2');
    expect(await directory.threadIdOf('also')).toBe('19:a@thread.v2');
    expect(directory.nameOf(threadOf('19:a@thread.v2'))).toBe('CON-1');
  });

  it('by functions', async () => {
    const threadIdOf = vi.fn((name: string) => Promise.resolve(name === 'CON-1' ? '19:a@thread.v2' : null));
    const directory = directoryOf({ conversations: { threadIdOf } });
    expect(directory.nameOf(threadOf('19:a@thread.v2'))).toBe('19:a@thread.v2');
    expect(await directory.threadIdOf('CON-1')).toBe('19:a@thread.v2');
    expect(await directory.threadIdOf('CON-1')).toBe('19:a@thread.v2');
    expect(threadIdOf).toHaveBeenCalledOnce();
    expect(directory.nameOf(threadOf('19:a@thread.v2'))).toBe('CON-1');
    expect(await directory.threadIdOf('CON-2')).toBeUndefined();
  });

  it('by the unique name that a thread carries', async () => {
    const directory = directoryOf({}, threadOf('19:a@thread.v2', 'support'));
    expect(await directory.threadIdOf('support')).toBe('19:a@thread.v2');
    expect(directory.nameOf(threadOf('19:a@thread.v2', 'support'))).toBe('support');
  });

  it('by the companion, for threads that one is not in', async () => {
    const record = { ...threadOf('19:b@thread.v2', 'sales'), topic: '', metadata: {}, createdOn: new Date(0) };
    const gate = gateOf((by) =>
      'uniqueName' in by && by.uniqueName === 'sales'
        ? Promise.resolve(record)
        : Promise.reject(new ChatError('not-found', 'unable to find it')),
    );
    expect(await directoryOf({ gate }).threadIdOf('sales')).toBe('19:b@thread.v2');
    expect(await directoryOf({ gate }).threadIdOf('else')).toBeUndefined();
  });

  it('a thread id stands for itself, in its own case', async () => {
    expect(await directoryOf({}).threadIdOf('19:AbC@thread.v2')).toBe('19:AbC@thread.v2');
    expect(directoryOf({}).nameOf(threadOf('19:AbC@thread.v2'))).toBe('19:AbC@thread.v2');
  });

  it.each(['', '__proto__', 'constructor', '19:', 'CON-9'])('%j is unknown', async (name) => {
    expect(await directoryOf({ conversations: { 'CON-1': '19:a' } }).threadIdOf(name)).toBeUndefined();
  });
});

describe('what the app gives wrongly', () => {
  it.each([[7], [null], [['19:a']], ['19:a'], [{ support: 7 }], [{ support: '' }]])(
    '%j is refused',
    (conversations) => {
      expect(() => directoryOf({ conversations: conversations as never })).toThrow(/unable to use `conversations`/);
    },
  );

  it.each([[7], ['support'], [{}]])('an answer %j is refused', async (answer) => {
    const directory = directoryOf({ conversations: { threadIdOf: (() => answer) as never } });
    const failure: unknown = await directory.threadIdOf('x').catch((error: unknown) => error);
    expect(isChatError(failure, 'service-error')).toBe(true);
  });

  it('a name function that fails costs no event', () => {
    const nameOf = () => {
      throw new Error('broken');
    };
    expect(directoryOf({ conversations: { threadIdOf: () => null, nameOf } }).nameOf(threadOf('19:a'))).toBe('19:a');
  });

  it('a companion that is away says so', async () => {
    const gate = gateOf(() => Promise.reject(new ChatError('unavailable', 'unable to ask')));
    const failure: unknown = await directoryOf({ gate })
      .threadIdOf('sales')
      .catch((error: unknown) => error);
    expect(isChatError(failure, 'unavailable')).toBe(true);
  });
});

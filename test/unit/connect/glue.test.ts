import { afterEach, expect, it, vi } from 'vitest';
import { createGlue, type GlueOptions } from '../../../src/connect/index.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('what is said closest to the client counts: its own options, configure, the global of the page', () => {
  vi.stubGlobal('rethreadOptions', {
    endpoint: 'https://page',
    userId: 'page',
    identity: 'page',
    realtime: 'push',
    kandy: { userId: 'page for kandy', identity: 'page for kandy' },
    stitch: { identity: 'stitch' },
  });
  const glue = createGlue<GlueOptions>('kandy');
  glue.configure({ identity: 'configured' });
  glue.configure({ realtime: 'polling' });
  expect(glue.resolve({ realtime: 'auto' })).toMatchObject({
    endpoint: 'https://page',
    userId: 'page for kandy',
    identity: 'configured',
    realtime: 'auto',
  });
});

it('is each facade’s own', () => {
  const [one, other] = [createGlue<GlueOptions>('kandy'), createGlue<GlueOptions>('stitch')];
  one.configure({ identity: 'a' });
  expect(other.resolve()).toEqual({});
});

it.each([undefined, null, 7, 'text', ['x']])('options %j are refused', (options) => {
  expect(() => createGlue<GlueOptions>('kandy').configure(options as never)).toThrow(/must be an object/);
});

it.each([undefined, null, 7, 'text'])('a global %j is none', (value) => {
  vi.stubGlobal('rethreadOptions', value);
  expect(createGlue<GlueOptions>('kandy').resolve({ identity: 'a' })).toEqual({ identity: 'a' });
});

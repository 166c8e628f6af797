import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

describe('survive', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => vi.restoreAllMocks());

  const load = async () => (await import('../../../src/realtime-node/node-only/survive.js')).survive;

  it('gives what the callback gives', async () => {
    const survive = await load();
    expect(survive(() => 'answer')).toBe('answer');
  });

  it('goes on after an error, and tells of the first one', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const survive = await load();
    const fail = () => {
      throw new TypeError('no args');
    };
    survive(fail);
    survive(fail);
    expect(warn).toHaveBeenCalledExactlyOnceWith('real-time events: TypeError: no args', 'RethreadWarning');
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackgroundWork } from '../../../src/core/background-work.js';
import { ChatError } from '../../../src/core/errors.js';

describe('work that nobody waits for', () => {
  let warnings: string[];
  let work: BackgroundWork;

  beforeEach(() => {
    vi.useFakeTimers();
    warnings = [];
    const ignore = (): void => undefined;
    work = new BackgroundWork({ debug: ignore, info: ignore, warn: (line) => warnings.push(line), error: ignore });
  });
  afterEach(() => void vi.useRealTimers());

  const fail = async (reason: unknown): Promise<void> => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever it is, it is told
    work.run(Promise.reject(reason));
    await vi.advanceTimersByTimeAsync(1_000);
  };

  it('tells each failure, but the same one once a minute only', async () => {
    for (let second = 0; second < 59; second++) await fail(new Error('no answer'));
    expect(warnings).toEqual(['no answer']);
    for (let second = 0; second < 2; second++) await fail(new Error('no answer'));
    expect(warnings).toEqual(['no answer', 'no answer']);
    await fail('something else');
    await fail(new Error('no answer'));
    expect(warnings.slice(2)).toEqual(['something else', 'no answer']);
  });

  it('says nothing of a refused token, of what was closed, and once it is closed itself', async () => {
    for (const code of ['unauthorized', 'closed'] as const) await fail(new ChatError(code, 'unable to do that'));
    work.close();
    await fail(new Error('no answer'));
    expect([warnings, work.isClosed]).toEqual([[], true]);
  });
});

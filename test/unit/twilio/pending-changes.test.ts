import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PendingChanges } from '../../../src/twilio/pending-changes.js';

interface Content {
  readonly name: string;
  readonly attributes: object;
}

describe('changes of one document', () => {
  let content: Content;
  let sent: Content[];
  let changes: PendingChanges<Content>;

  beforeEach(() => {
    vi.useFakeTimers();
    content = { name: 'Trip', attributes: {} };
    sent = [];
    changes = new PendingChanges(
      () => content,
      (next) => {
        sent.push(next);
        return Promise.resolve();
      },
    );
  });
  afterEach(() => void vi.useRealTimers());

  const comesBack = (next: Content): void => {
    content = next;
    changes.settle();
  };

  it('build on those that have not come back yet', async () => {
    await Promise.all([changes.apply({ attributes: { a: 1 } }), changes.apply({ name: 'Rome' })]);
    await changes.apply({ attributes: { a: 2 } });
    expect(sent).toEqual([
      { name: 'Trip', attributes: { a: 1 } },
      { name: 'Rome', attributes: { a: 1 } },
      { name: 'Rome', attributes: { a: 2 } },
    ]);
  });

  it('do not undo what somebody else did after they came back', async () => {
    await changes.apply({ attributes: { by: 'me' } });
    comesBack({ name: 'Trip', attributes: { by: 'me' } });
    comesBack({ name: 'Trip', attributes: { by: 'you' } });
    await changes.apply({ name: 'Rome' });
    expect(sent.at(-1)).toEqual({ name: 'Rome', attributes: { by: 'you' } });
  });

  it('are forgotten in time when something else came back instead', async () => {
    await changes.apply({ attributes: { by: 'me' } });
    comesBack({ name: 'Trip', attributes: { by: 'you' } });
    vi.advanceTimersByTime(10_001);
    await changes.apply({ name: 'Rome' });
    expect(sent.at(-1)).toEqual({ name: 'Rome', attributes: { by: 'you' } });
  });

  it('that failed are not built on, and do not hold up the next', async () => {
    const failing = new PendingChanges<Content>(
      () => content,
      (next) => {
        sent.push(next);
        return next.name === 'bad' ? Promise.reject(new Error('refused')) : Promise.resolve();
      },
    );
    const first = failing.apply({ name: 'bad' });
    const second = failing.apply({ attributes: { a: 1 } });
    await expect(first).rejects.toThrow('refused');
    await second;
    expect(sent.at(-1)).toEqual({ name: 'Trip', attributes: { a: 1 } });
  });
});

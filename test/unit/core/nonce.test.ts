import { afterEach, describe, expect, it, vi } from 'vitest';
import { createNonces } from '../../../src/core/nonce.js';

afterEach(() => vi.unstubAllGlobals());

describe.each(['with', 'without'])('createNonces %s the random numbers of crypto', (kind) => {
  it('gives other marks each time, of 24 hexadecimal digits', () => {
    if (kind === 'without') vi.stubGlobal('crypto', undefined);
    const [mine, others] = [createNonces(), createNonces()];
    const marks = Array.from({ length: 1_000 }, (_, n) => (n % 2 === 0 ? mine() : others()));
    expect(new Set(marks).size).toBe(marks.length);
    for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{24}$/);
  });
});

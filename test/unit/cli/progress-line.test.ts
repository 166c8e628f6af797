import { describe, expect, it } from 'vitest';
import { ProgressLine } from '../../../src/cli/progress-line.js';

function play(isTTY: boolean, times: readonly number[]): string[] {
  const written: string[] = [];
  let now = 0;
  const output = { isTTY, columns: 60, write: (text: string) => written.push(text) };
  const line = new ProgressLine('Scanning', output, () => now);
  for (const [index, time] of times.entries()) {
    now = time;
    line.update({ done: index + 1, total: times.length });
  }
  line.end();
  return written;
}

describe('progress', () => {
  it('is not shown for short runs', () => {
    expect(play(true, [10, 300, 700])).toEqual([]);
  });

  it('on a terminal is a bar that is drawn ten times a second at most, and goes away', () => {
    const written = play(true, [900, 910, 950, 1_001, 1_090]);
    expect(written).toEqual([
      '\rScanning [######......................] 1/5',
      '\rScanning [######################......] 4/5',
      '\r\u001B[K',
    ]);
  });

  it('in a log is a line every ten seconds', () => {
    const times = Array.from({ length: 3_000 }, (_, index) => index * 10);
    expect(play(false, times)).toEqual(['Scanning 1001 of 3000 files\n', 'Scanning 2001 of 3000 files\n']);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSnapshotWriter, readSnapshot, type Snapshot } from '../../../src/emulator/snapshot.js';

const snapshot: Snapshot = {
  format: 1,
  resourceId: 'r',
  clockOffsetMs: 5,
  identities: [['u', { endings: [1] }]],
  threads: [],
  repeatedRequests: [],
};

describe('snapshots', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    vi.useFakeTimers();
    folder = mkdtempSync(join(tmpdir(), 'emulator-snapshot-'));
    path = join(folder, 'state.json');
  });

  afterEach(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  it('read back as written, and leave nothing else behind', () => {
    createSnapshotWriter(path, () => snapshot).flush();
    expect(readSnapshot(path)).toEqual(snapshot);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('are written once for many changes', () => {
    const take = vi.fn(() => snapshot);
    const writer = createSnapshotWriter(path, take);
    for (let change = 0; change < 5; change += 1) writer.schedule();
    expect(take).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(take).toHaveBeenCalledOnce();
    writer.schedule();
    vi.runAllTimers();
    expect(take).toHaveBeenCalledTimes(2);
  });

  it('say when they cannot be written, and survive it in the background', () => {
    const writer = createSnapshotWriter(join(folder, 'missing', 'state.json'), () => snapshot);
    writer.schedule();
    expect(() => vi.runAllTimers()).not.toThrow();
    expect(() => writer.flush()).toThrow(/unable to write the snapshot .*ENOENT/);
  });

  it('need not exist', () => {
    expect(readSnapshot(path)).toBeUndefined();
  });

  it.each([
    ['{', /not JSON/],
    ['null', /not written by this version/],
    ['{"format":2}', /not written by this version/],
  ])('are refused when they hold %s', (content, reason) => {
    writeFileSync(path, content);
    expect(() => readSnapshot(path)).toThrow(reason);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { IdentityRecord } from './auth/identity-registry.js';
import type { StoredThread } from './store/stored-thread.js';

/** Everything that outlives a restart. Holds no keys and no tokens. */
export interface Snapshot {
  format: 1;
  resourceId: string;
  clockOffsetMs: number;
  identities: [userId: string, record: IdentityRecord][];
  threads: StoredThread[];
  repeatedRequests: [key: string, threadId: string][];
}

/**
 * Reads a snapshot.
 *
 * @returns `undefined` when there is no such file.
 * @throws Error when the file is not a snapshot.
 */
export function readSnapshot(path: string): Snapshot | undefined {
  if (!existsSync(path)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`unable to read the snapshot ${path}; it is not JSON`, { cause });
  }
  if (!isSnapshot(content)) throw new Error(`unable to read the snapshot ${path}; it was not written by this version`);
  return content;
}

/** Writes snapshots a moment after changes, and one at the end. */
export interface SnapshotWriter {
  schedule(): void;
  /**
   * Writes at once.
   *
   * @throws Error when the file cannot be written.
   */
  flush(): void;
}

const DEBOUNCE_MS = 250;

/** Creates the writer; `take` is asked for the state when it is written. */
export function createSnapshotWriter(path: string, take: () => Snapshot): SnapshotWriter {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    // Under another name first: a crash while writing must not cost the old state.
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, JSON.stringify(take()), { mode: 0o600 });
      renameSync(temporary, path);
    } catch (cause) {
      throw new Error(`unable to write the snapshot ${path}; ${(cause as NodeJS.ErrnoException).code ?? 'it failed'}`, {
        cause,
      });
    }
  };
  const writeInBackground = (): void => {
    try {
      write();
    } catch {
      // Nobody is there to be told; the last write, on stop, fails in the same way and says so.
    }
  };
  return {
    schedule() {
      timer ??= setTimeout(writeInBackground, DEBOUNCE_MS).unref();
    },
    flush: write,
  };
}

function isSnapshot(content: unknown): content is Snapshot {
  if (typeof content !== 'object' || content === null) return false;
  const { format, resourceId, identities, threads } = content as Partial<Record<keyof Snapshot, unknown>>;
  return format === 1 && typeof resourceId === 'string' && Array.isArray(identities) && Array.isArray(threads);
}

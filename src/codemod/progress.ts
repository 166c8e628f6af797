/** How far a run is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What both commands take besides paths. */
export interface RunOptions {
  /** Where names in reports are relative to. */
  readonly root: string;
  /** Called from time to time. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Stops the run between two files. */
  readonly signal?: AbortSignal | undefined;
}

/** How many files are worked on before others get a turn: timers, signals. */
const BATCH = 32;

/**
 * Goes through all items, one by one, letting the event loop turn in between.
 *
 * @throws the reason of the signal, when that stops it
 */
export async function forEachItem<T>(items: readonly T[], options: RunOptions, work: (item: T) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    if (index % BATCH === 0) {
      options.onProgress?.({ done: index, total: items.length });
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
    }
    work(item);
  }
  options.onProgress?.({ done: items.length, total: items.length });
}

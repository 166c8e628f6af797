const PATIENCE_MS = 10_000;
const INTERVAL_MS = 50;

/**
 * Reads until what is read is what is expected.
 * @throws Error with both, when it takes too long
 */
export async function eventually<T>(what: string, read: () => Promise<T> | T, expected: T): Promise<void> {
  const wanted = JSON.stringify(expected);
  const end = performance.now() + PATIENCE_MS;
  let seen = JSON.stringify(await read());
  while (seen !== wanted && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    seen = JSON.stringify(await read());
  }
  if (seen !== wanted) throw new Error(`${what}: expected ${wanted}, saw ${seen}`);
}

/** @throws Error unless it is as expected now */
export function assertSame<T>(what: string, seen: T, expected: T): void {
  const [saw, wanted] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (saw !== wanted) throw new Error(`${what}: expected ${wanted}, saw ${saw}`);
}

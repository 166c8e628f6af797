import { vi } from 'vitest';

/** How much longer a step takes by this clock than in truth: what is on a socket needs its time to arrive. */
const REAL_MS_PER_STEP = 4;

/**
 * Makes time pass quickly for timers and `Date`, while sockets work as ever. Everything in this process lives by it, the
 * emulator too. Time passes only inside {@link during} and {@link until}.
 */
export class FastClock {
  install(): void {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  }

  uninstall(): void {
    vi.useRealTimers();
  }

  /** Waits for something that takes hardly any time. */
  async during<T>(work: Promise<T>): Promise<T> {
    let isDone = false as boolean;
    const done = (): void => void (isDone = true);
    work.then(done, done);
    while (!isDone) await this.#step(20);
    return work;
  }

  /** Lets time pass until something has come about. @throws Error when it has not after `limitMs` */
  async until(hasHappened: () => boolean, limitMs = 150_000): Promise<void> {
    const stepMs = 250;
    for (let passedMs = 0; !hasHappened(); passedMs += stepMs) {
      if (passedMs >= limitMs) throw new Error(`nothing of the kind within ${limitMs} ms`);
      await this.#step(stepMs);
    }
  }

  async pass(ms: number): Promise<void> {
    const end = Date.now() + ms;
    await this.until(() => Date.now() >= end, 2 * ms);
  }

  /** The machine sleeps: time goes by, and no timer comes due. */
  sleep(ms: number): void {
    vi.setSystemTime(Date.now() + ms);
  }

  async #step(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
    const end = performance.now() + REAL_MS_PER_STEP;
    while (performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
  }
}

import type { Progress } from '../codemod/index.js';

/** Where progress is shown: standard error, in tests something that remembers. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Short runs show nothing. */
const QUIET_MS = 800;
const TERMINAL_MS = 100;
/** A log keeps every line. */
const LOG_MS = 10_000;

/** A progress bar on a terminal; in a log, a line now and then. */
export class ProgressLine {
  private readonly start: number;
  private last: number;
  private isShown = false;

  constructor(
    private readonly label: string,
    private readonly output: ProgressOutput,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.start = now();
    this.last = this.start;
  }

  update({ done, total }: Progress): void {
    const now = this.now();
    const pause = this.output.isTTY ? TERMINAL_MS : LOG_MS;
    if (now - this.start < QUIET_MS || (this.last !== this.start && now - this.last < pause)) return;
    if (!this.output.isTTY && now - this.start < LOG_MS) return;
    this.last = now;
    this.isShown = true;
    this.output.write(this.output.isTTY ? `\r${this.bar(done, total)}` : `${this.label} ${done} of ${total} files\n`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.isShown && this.output.isTTY) this.output.write('\r\u001B[K');
    this.isShown = false;
  }

  private bar(done: number, total: number): string {
    const width = Math.max(10, Math.min(30, (this.output.columns ?? 80) - this.label.length - 24));
    const filled = total === 0 ? width : Math.round((done / total) * width);
    return `${this.label} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done}/${total}`;
  }
}

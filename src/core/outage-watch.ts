const PATIENCE_MS = 5_000;

/** Works around a connection that stays away, again and again until it is back. */
export class OutageWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param workAround never throws */
  constructor(private readonly workAround: () => void) {}

  begin(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.begin();
      this.workAround();
    }, PATIENCE_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

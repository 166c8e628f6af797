/** The clock of the machine that the clients run on, which may be set while they run. Works in Node and in a page. */
export class SteppedClock {
  readonly #RealDate = globalThis.Date;
  #offsetMs = 0;

  /** What nobody has set: the same for all machines here. */
  readonly wall = (): number => this.#RealDate.now();

  /** From now on `Date` tells this clock's time. */
  install(): void {
    const now = (): number => this.wall() + this.#offsetMs;
    globalThis.Date = new Proxy(this.#RealDate, {
      construct: (Target, args: unknown[], newTarget) =>
        Reflect.construct(Target, args.length === 0 ? [now()] : args, newTarget) as object,
      get: (target, property, receiver) =>
        property === 'now' ? now : (Reflect.get(target, property, receiver) as unknown),
    });
  }

  uninstall(): void {
    globalThis.Date = this.#RealDate;
  }

  /** Sets the clock forward, or back. */
  step(ms: number): void {
    this.#offsetMs += ms;
  }
}

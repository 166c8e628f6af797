/** Generous, because the clocks of client and service may differ. */
const RECENTLY_MS = 3_600_000;

/**
 * What the list of threads said last about one of them. Its times have a precision of a second: a second message within
 * that second changes nothing, so one more look follows each change.
 */
export class LastListing {
  lastMessageOn: Date | undefined;
  #needsSecondLook = false;

  /** The thread itself was read since: what happened in the second of that listing does not show in the next one. */
  noteRead(): void {
    const listedMs = this.lastMessageOn?.getTime() ?? 0;
    this.#needsSecondLook = Date.now() - listedMs < RECENTLY_MS;
  }

  /** A look failed, so what it was for is still to be found. */
  noteFailedLook(): void {
    this.#needsSecondLook = true;
  }

  /** Takes the next listing. @returns whether to look at the thread */
  update(lastMessageOn: Date | undefined): boolean {
    const isChanged = lastMessageOn?.getTime() !== this.lastMessageOn?.getTime();
    const isDue = isChanged || this.#needsSecondLook;
    this.lastMessageOn = lastMessageOn;
    this.#needsSecondLook = isChanged;
    return isDue;
  }
}

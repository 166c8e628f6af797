import { isChatError } from './errors.js';
import type { MessageRecord } from './model.js';
import type { Page } from './ports.js';

type LoadPage = () => Promise<Page<MessageRecord>>;

/** Goes back in the history of one thread, page by page. */
export class OlderPages {
  readonly #loadNewest: LoadPage;
  readonly #take: (page: Page<MessageRecord>) => Promise<void>;
  #next: LoadPage | undefined;
  #underWay: Promise<void> | undefined;

  /**
   * @param loadNewest where it begins, and begins anew when the place in the list is lost
   * @param take gets each page
   */
  constructor(loadNewest: LoadPage, take: (page: Page<MessageRecord>) => Promise<void>) {
    this.#loadNewest = loadNewest;
    this.#take = take;
  }

  /** Loads the next older page; calls at the same time share it. */
  load(): Promise<void> {
    this.#underWay ??= this.#load().finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  async #load(): Promise<void> {
    const load = this.#next ?? this.#loadNewest;
    this.#next = undefined;
    const page = await load().catch((error: unknown) => {
      // The same page again next time, unless its cursor may be what is wrong.
      if (isChatError(error) && error.isRetryable) this.#next = load;
      throw error;
    });
    await this.#take(page);
    this.#next = page.loadNext;
  }
}

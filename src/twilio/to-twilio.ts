import type { Thread } from '../core/index.js';
import type { ClientServices } from './client-services.js';
import { Conversation } from './conversation.js';
import type { MediaAddresses } from './media-addresses.js';
import type { ViewSource } from './relay.js';
import { ThreadView } from './thread-view.js';

/** The one Conversation for each thread, from first sight until it is removed. */
export class Views implements ViewSource {
  readonly #views = new Map<string, ThreadView>();

  constructor(
    private readonly services: ClientServices,
    private readonly addresses: MediaAddresses,
  ) {}

  get all(): ThreadView[] {
    return [...this.#views.values()];
  }

  create(thread: Thread): ThreadView {
    const view = new ThreadView(thread, this.services, this.addresses);
    view.conversation = new Conversation(view);
    this.#views.set(thread.id, view);
    return view;
  }

  get(sid: string): ThreadView | undefined {
    return this.#views.get(sid);
  }

  of(thread: Thread): ThreadView | undefined {
    const view = this.#views.get(thread.id);
    return view?.thread === thread ? view : undefined;
  }

  named(uniqueName: string): ThreadView | undefined {
    return this.all.find((view) => view.content.uniqueName === uniqueName);
  }

  forget(thread: Thread): void {
    this.#views.delete(thread.id);
  }
}

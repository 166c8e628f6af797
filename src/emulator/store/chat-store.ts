import { Messages } from './messages.js';
import { Participants } from './participants.js';
import { Receipts } from './receipts.js';
import { StoreContext, type StoreOptions } from './store-context.js';
import { Threads } from './threads.js';

/** The chat data of the emulator and what may be done with it; knows nothing of HTTP. */
export class ChatStore {
  readonly context: StoreContext;
  readonly threads: Threads;
  readonly messages: Messages;
  readonly participants: Participants;
  readonly receipts: Receipts;

  constructor(options: StoreOptions) {
    this.context = new StoreContext(options);
    this.threads = new Threads(this.context);
    this.messages = new Messages(this.context);
    this.participants = new Participants(this.context, this.threads);
    this.receipts = new Receipts(this.context);
  }
}

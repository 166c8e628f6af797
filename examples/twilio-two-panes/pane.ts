import { Client, type Conversation } from 'rethread';
import { displayName, paintAvatar } from './avatar.js';
import { ConversationTabs } from './conversation-tabs.js';
import { byTestId } from './dom.js';
import { Room } from './room.js';

const CONNECTION_TEXTS: Record<string, string> = {
  connecting: 'Connecting…',
  connected: 'Connected',
  disconnecting: 'Disconnecting…',
  disconnected: 'Disconnected',
  denied: 'Access denied',
};

/** One person: a client, the conversations it is in, and the one that is open. */
export class Pane {
  readonly #identity: string;
  readonly #partner: string;
  readonly #root: HTMLElement;
  readonly #startForm: HTMLFormElement;
  readonly #tabs: ConversationTabs;
  #client: Client | undefined;
  #room: Room | undefined;
  #isActive = false;

  constructor(identity: string, partner: string, root: HTMLElement) {
    this.#identity = identity;
    this.#partner = partner;
    this.#root = root;
    this.#startForm = byTestId(root, 'start-form', HTMLFormElement);
    const open = (conversation: Conversation) => this.#attempt(() => this.#open(conversation));
    this.#tabs = new ConversationTabs(byTestId(root, 'conversations', HTMLElement), open);
    this.#drawHeader();
    this.#listenToPage();
  }

  async start(): Promise<void> {
    const client = new Client(await fetchToken(this.#identity));
    this.#client = client;
    client.on('stateChanged', (state) => {
      if (state === 'initialized') this.#root.dataset['state'] = 'ready';
      if (state === 'failed') this.#report(new Error('the chat could not start'));
    });
    client.on('connectionStateChanged', (state) => this.#showConnection(state));
    client.on('tokenAboutToExpire', () => this.#attempt(() => this.#renewToken(client)));
    client.on('conversationJoined', (conversation) => this.#handleJoined(conversation));
    client.on('conversationLeft', (conversation) => this.#handleLeft(conversation));
    client.on('conversationUpdated', ({ conversation }) => this.#tabs.refresh(conversation));
    client.on('messageAdded', ({ conversation }) => this.#tabs.refresh(conversation));
  }

  /** Whether this person is looking at the pane, and so reads what comes in. */
  setActive(isActive: boolean): void {
    if (this.#isActive === isActive) return;
    this.#isActive = isActive;
    this.#root.classList.toggle('active', isActive);
    this.#room?.setReading(isActive);
  }

  async #renewToken(client: Client): Promise<void> {
    await client.updateToken(await fetchToken(this.#identity));
  }

  #handleJoined(conversation: Conversation): void {
    this.#tabs.add(conversation);
    // Also after leaving and being added again: the conversation is a new object then.
    if (!this.#room?.isJoined) this.#attempt(() => this.#open(conversation));
  }

  #handleLeft(conversation: Conversation): void {
    this.#tabs.remove(conversation);
    if (this.#room?.conversation === conversation) this.#room.showLeft();
  }

  async #start(friendlyName: string): Promise<void> {
    if (!this.#client) return;
    const conversation = await this.#client.createConversation({ friendlyName });
    await conversation.join();
    await conversation.add(this.#partner);
    await this.#open(conversation);
  }

  async #open(conversation: Conversation): Promise<void> {
    this.#startForm.hidden = true;
    if (this.#room?.conversation === conversation) return;
    this.#room?.close();
    const room = new Room(conversation, this.#identity, (error) => this.#report(error));
    this.#room = room;
    byTestId(this.#root, 'room-place', HTMLElement).replaceChildren(room.element);
    this.#tabs.select(conversation);
    await room.load();
    if (this.#room === room) room.setReading(this.#isActive);
  }

  #drawHeader(): void {
    paintAvatar(byTestId(this.#root, 'own-avatar', HTMLElement), this.#identity);
    byTestId(this.#root, 'identity', HTMLElement).textContent = displayName(this.#identity);
    byTestId(this.#root, 'start', HTMLButtonElement).textContent = `Start with ${displayName(this.#partner)}`;
    this.#root.setAttribute('aria-label', `Chat of ${displayName(this.#identity)}`);
  }

  #listenToPage(): void {
    const name = byTestId(this.#startForm, 'start-name', HTMLInputElement);
    this.#startForm.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#attempt(() => this.#start(name.value.trim()));
    });
    byTestId(this.#root, 'new-conversation', HTMLButtonElement).addEventListener('click', () => {
      this.#startForm.hidden = false;
      name.select();
    });
    byTestId(this.#root, 'dismiss', HTMLButtonElement).addEventListener('click', () => {
      byTestId(this.#root, 'error', HTMLElement).hidden = true;
    });
  }

  #showConnection(state: string): void {
    const badge = byTestId(this.#root, 'connection', HTMLElement);
    badge.textContent = CONNECTION_TEXTS[state] ?? state;
    badge.dataset['state'] = state;
  }

  #attempt(action: () => Promise<unknown>): void {
    action().catch((error: unknown) => this.#report(error));
  }

  #report(error: unknown): void {
    const text = error instanceof Error ? error.message : 'something went wrong';
    byTestId(this.#root, 'error-text', HTMLElement).textContent = text;
    byTestId(this.#root, 'error', HTMLElement).hidden = false;
  }
}

async function fetchToken(identity: string): Promise<string> {
  const response = await fetch(`/token?identity=${encodeURIComponent(identity)}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

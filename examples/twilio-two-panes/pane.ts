import { Client, type Conversation } from 'rethread';
import { displayName, paintAvatar } from './avatar.js';
import { ConversationTabs } from './conversation-tabs.js';
import { byTestId } from './dom.js';
import { Names } from './names.js';
import { OwnName } from './own-name.js';
import { Room } from './room.js';
import { StartPanel } from './start-panel.js';

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
  readonly #startPanel: StartPanel;
  readonly #ownName: OwnName;
  readonly #tabs: ConversationTabs;
  #client: Client | undefined;
  #names: Names | undefined;
  #room: Room | undefined;
  #isActive = false;
  /** The conversation that is being joined by its name. */
  #joining: string | undefined;

  constructor(identity: string, partner: string, root: HTMLElement) {
    this.#identity = identity;
    this.#partner = partner;
    this.#root = root;
    this.#startPanel = new StartPanel(root, displayName(partner), {
      start: (friendlyName, uniqueName) => this.#attempt(() => this.#start(friendlyName, uniqueName)),
      join: (uniqueName) => this.#attempt(() => this.#join(uniqueName)),
    });
    this.#ownName = new OwnName(root, (name) => this.#attempt(() => this.#rename(name)));
    const open = (conversation: Conversation) => this.#attempt(() => this.#open(conversation));
    this.#tabs = new ConversationTabs(byTestId(root, 'conversations', HTMLElement), open);
    this.#drawHeader();
    this.#listenToPage();
  }

  async start(): Promise<void> {
    const client = new Client(await fetchToken(this.#identity));
    this.#client = client;
    const names = new Names(client);
    this.#names = names;
    names.onChange(() => this.#ownName.show(names.of(this.#identity)));
    client.on('stateChanged', (state) => {
      if (state === 'initialized') this.#handleReady(names);
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

  #handleReady(names: Names): void {
    this.#root.dataset['state'] = 'ready';
    this.#ownName.show(names.of(this.#identity));
  }

  async #renewToken(client: Client): Promise<void> {
    await client.updateToken(await fetchToken(this.#identity));
  }

  #handleJoined(conversation: Conversation): void {
    this.#tabs.add(conversation);
    // Also after leaving and being added again: the conversation is a new object then.
    const isWanted = conversation.sid === this.#joining;
    if (isWanted) this.#joining = undefined;
    if (isWanted || !this.#room?.isJoined) this.#attempt(() => this.#open(conversation));
  }

  #handleLeft(conversation: Conversation): void {
    this.#tabs.remove(conversation);
    if (this.#room?.conversation === conversation) this.#room.showLeft();
  }

  async #start(friendlyName: string, uniqueName: string): Promise<void> {
    if (!this.#client) return;
    const options = uniqueName === '' ? { friendlyName } : { friendlyName, uniqueName };
    const conversation = await this.#client.createConversation(options);
    await conversation.join();
    await conversation.add(this.#partner);
    await this.#open(conversation);
  }

  async #join(uniqueName: string): Promise<void> {
    if (!this.#client) return;
    const conversation = await this.#client.getConversationByUniqueName(uniqueName);
    if (conversation.status === 'joined') return this.#open(conversation);
    // "conversationJoined" opens it, when everything about it is known.
    this.#joining = conversation.sid;
    await conversation.join();
  }

  async #rename(friendlyName: string): Promise<void> {
    await this.#client?.user.updateFriendlyName(friendlyName);
    this.#ownName.hideForm();
  }

  async #open(conversation: Conversation): Promise<void> {
    this.#startPanel.hide();
    if (!this.#names || this.#room?.conversation === conversation) return;
    this.#room?.close();
    const room = new Room(conversation, this.#identity, this.#names, (error) => this.#report(error));
    this.#room = room;
    byTestId(this.#root, 'room-place', HTMLElement).replaceChildren(room.element);
    this.#tabs.select(conversation);
    await room.load();
    if (this.#room === room) room.setReading(this.#isActive);
  }

  #drawHeader(): void {
    paintAvatar(byTestId(this.#root, 'own-avatar', HTMLElement), this.#identity);
    this.#ownName.show(displayName(this.#identity));
    this.#root.setAttribute('aria-label', `Chat of ${displayName(this.#identity)}`);
  }

  #listenToPage(): void {
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

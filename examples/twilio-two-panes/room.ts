import type { Conversation, Message, Paginator, Participant } from 'rethread';
import { Composer, type Draft } from './composer.js';
import { byTestId, cloneTemplate } from './dom.js';
import { MessageList } from './message-list.js';
import type { Names } from './names.js';
import { NotesPanel } from './notes-panel.js';
import { PeopleBar } from './people-bar.js';
import { TypingLine } from './typing-line.js';

const PAGE_SIZE = 30;

/** One open conversation. */
export class Room {
  readonly conversation: Conversation;
  readonly element: HTMLElement;
  readonly #identity: string;
  readonly #names: Names;
  readonly #report: (error: unknown) => void;
  readonly #messages: MessageList;
  readonly #people: PeopleBar;
  readonly #typing: TypingLine;
  readonly #composer: Composer;
  readonly #notes: NotesPanel;
  readonly #unsubscribers: (() => void)[] = [];
  #olderPages: Paginator<Message> | undefined;
  #isReading = false;
  isJoined = true;

  constructor(conversation: Conversation, identity: string, names: Names, report: (error: unknown) => void) {
    this.conversation = conversation;
    this.element = cloneTemplate('room-template');
    this.#identity = identity;
    this.#names = names;
    this.#report = report;
    this.#typing = new TypingLine(byTestId(this.element, 'typing', HTMLElement), names);
    this.#people = new PeopleBar(this.element, identity, names, {
      add: (name) => this.#attempt(() => this.#add(name)),
      leave: () => this.#attempt(() => conversation.leave()),
    });
    this.#composer = new Composer(byTestId(this.element, 'composer', HTMLFormElement), {
      send: (draft) => this.#send(draft),
      edit: (message, body) => message.updateBody(body),
      typing: () => this.#attempt(() => conversation.typing()),
      nameOf: (author) => names.of(author),
      report,
    });
    this.#messages = new MessageList(byTestId(this.element, 'messages', HTMLElement), identity, names, {
      reply: (message) => this.#composer.startReply(message),
      edit: (message) => this.#composer.startEdit(message),
      remove: (message) => this.#attempt(() => message.remove()),
    });
    this.#notes = new NotesPanel(this.element, conversation, report);
    this.#listen();
    this.#showTitle();
  }

  /** Shows the newest messages; older ones follow on request. */
  async load(): Promise<void> {
    const [page, participants] = await Promise.all([
      this.conversation.getMessages(PAGE_SIZE),
      this.conversation.getParticipants(),
    ]);
    this.#showPage(page);
    for (const participant of participants) this.#people.show(participant);
    this.#showReadState();
    this.#messages.scrollToEnd();
  }

  /** Whether somebody is looking: what they see counts as read. */
  setReading(isReading: boolean): void {
    this.#isReading = isReading;
    if (isReading && this.isJoined && this.conversation.lastMessage) {
      this.#markRead(() => this.conversation.setAllMessagesRead());
    }
  }

  showLeft(): void {
    this.close();
    this.isJoined = false;
    this.#typing.clear();
    this.#composer.disable();
    this.#notes.disable();
    this.element.classList.add('left');
    this.#messages.addLine('You left the conversation', 'left');
  }

  close(): void {
    this.#notes.close();
    for (const unsubscribe of this.#unsubscribers.splice(0)) unsubscribe();
  }

  #listen(): void {
    const { conversation } = this;
    const handlers = {
      messageAdded: (message: Message) => this.#handleMessage(message),
      messageUpdated: ({ message }: { message: Message }) => this.#messages.refresh(message),
      messageRemoved: (message: Message) => this.#messages.remove(message),
      participantJoined: (participant: Participant) => this.#handleJoined(participant),
      participantLeft: (participant: Participant) => this.#handleLeft(participant),
      participantUpdated: () => this.#showReadState(),
      typingStarted: ({ identity }: Participant) => this.#typing.start(identity),
      typingEnded: ({ identity }: Participant) => this.#typing.end(identity),
      updated: () => this.#handleUpdated(),
    };
    for (const [event, handler] of Object.entries(handlers) as [keyof typeof handlers, () => void][]) {
      conversation.on(event, handler);
      this.#unsubscribers.push(() => conversation.off(event, handler));
    }
    this.#unsubscribers.push(this.#names.onChange(() => this.#showNames()));
    const older = byTestId(this.element, 'older', HTMLButtonElement);
    older.addEventListener('click', () => this.#attempt(() => this.#loadOlder()));
  }

  async #send({ body, file, attributes }: Draft): Promise<void> {
    const message = this.conversation.prepareMessage().setBody(body).setAttributes(attributes);
    if (file) {
      const contentType = file.type === '' ? 'application/octet-stream' : file.type;
      message.addMedia({ contentType, filename: file.name, media: file });
    }
    await message.build().send();
  }

  async #add(identity: string): Promise<void> {
    try {
      await this.conversation.add(identity);
      this.#people.finishAdding();
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown reason';
      throw new Error(`${this.#names.of(identity)} could not be added: ${reason}`, { cause: error });
    }
  }

  #handleMessage(message: Message): void {
    const follow = this.#messages.isAtEnd || message.author === this.#identity;
    this.#messages.add(message);
    this.#showReadState();
    if (follow) this.#messages.scrollToEnd();
    if (!this.#isReading) return;
    this.#markRead(() => this.conversation.advanceLastReadMessageIndex(message.index));
  }

  #handleJoined(participant: Participant): void {
    this.#people.show(participant);
    if (participant.identity === this.#identity) return;
    this.#messages.addLine(`${this.#names.of(participant.identity ?? 'Somebody')} joined`, 'joined');
  }

  #handleLeft(participant: Participant): void {
    const { identity } = participant;
    this.#people.hide(participant);
    this.#typing.end(identity);
    if (identity === this.#identity || identity === null) return;
    const addBack = { label: 'Add back', testId: 'add-back', run: () => this.#attempt(() => this.#add(identity)) };
    this.#messages.addLine(`${this.#names.of(identity)} left`, 'left', addBack);
  }

  #showReadState(): void {
    const others = this.#people.participants.filter(({ identity }) => identity !== this.#identity);
    this.#messages.showReadState(others);
  }

  #handleUpdated(): void {
    this.#showTitle();
    this.#notes.refresh();
  }

  #showNames(): void {
    this.#people.draw();
    this.#messages.showNames();
    this.#showReadState();
  }

  #showTitle(): void {
    const { friendlyName, uniqueName } = this.conversation;
    byTestId(this.element, 'title', HTMLElement).textContent = friendlyName ?? 'Conversation';
    const label = byTestId(this.element, 'unique-name', HTMLElement);
    label.textContent = uniqueName;
    label.hidden = uniqueName === null;
  }

  async #loadOlder(): Promise<void> {
    if (!this.#olderPages?.hasPrevPage) return;
    const page = await this.#olderPages.prevPage();
    this.#messages.keepPlace(() => this.#showPage(page));
    this.#showReadState();
  }

  #showPage(page: Paginator<Message>): void {
    this.#olderPages = page;
    for (const message of page.items) this.#messages.add(message);
    byTestId(this.element, 'older', HTMLElement).hidden = !page.hasPrevPage;
  }

  /** May be overtaken by leaving the conversation, which is no news then. */
  #markRead(action: () => Promise<unknown>): void {
    action().catch((error: unknown) => {
      if (this.isJoined) this.#report(error);
    });
  }

  #attempt(action: () => Promise<unknown>): void {
    action().catch(this.#report);
  }
}

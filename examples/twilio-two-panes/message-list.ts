import type { Message, Participant } from 'rethread';
import { create } from './dom.js';
import { type MessageActions, MessageView } from './message-view.js';
import type { Names } from './names.js';

interface LineAction {
  readonly label: string;
  readonly testId: string;
  readonly run: () => void;
}

const MAX_PICTURE_HEIGHT = 260;

/** Messages in the order of their indexes, with lines in between that say who came and went. */
export class MessageList {
  readonly #list: HTMLElement;
  readonly #identity: string;
  readonly #names: Names;
  readonly #actions: MessageActions;
  readonly #views = new Map<string, MessageView>();

  constructor(list: HTMLElement, identity: string, names: Names, actions: MessageActions) {
    this.#list = list;
    this.#identity = identity;
    this.#names = names;
    this.#actions = actions;
    // Pictures get their height late. "load" does not bubble, but it can be captured.
    list.addEventListener('load', () => this.#distanceFromEnd < MAX_PICTURE_HEIGHT && this.scrollToEnd(), true);
  }

  /** Whether the newest message is in sight. */
  get isAtEnd(): boolean {
    return this.#distanceFromEnd < 40;
  }

  /** Does nothing for a message that is shown already: pages and events may overlap. */
  add(message: Message): void {
    if (this.#views.has(message.sid)) return;
    const view = new MessageView(message, message.author === this.#identity, this.#names, this.#actions);
    const newer = [...this.#views.values()].filter((other) => other.message.index > message.index);
    const next = newer.sort((a, b) => a.message.index - b.message.index).at(0);
    this.#views.set(message.sid, view);
    this.#list.insertBefore(view.element, next?.element ?? null);
    this.#group();
  }

  refresh(message: Message): void {
    this.#views.get(message.sid)?.refresh();
  }

  showNames(): void {
    for (const view of this.#views.values()) view.showNames();
  }

  remove({ sid }: Message): void {
    this.#views.get(sid)?.element.remove();
    this.#views.delete(sid);
    this.#group();
  }

  addLine(text: string, kind: 'joined' | 'left', action?: LineAction): void {
    const line = create('li', { className: `line ${kind}`, testId: 'line' }, [create('span', { text })]);
    if (action) {
      const button = create('button', { className: 'link-button', testId: action.testId, text: action.label });
      button.addEventListener('click', () => {
        button.remove();
        action.run();
      });
      line.append(button);
    }
    this.#list.append(line);
    this.#group();
    this.scrollToEnd();
  }

  showReadState(others: readonly Participant[]): void {
    const own = [...this.#views.values()].filter(({ isOwn }) => isOwn);
    const newest = own.reduce<MessageView | undefined>(
      (a, b) => (a && a.message.index > b.message.index ? a : b),
      undefined,
    );
    for (const view of own) {
      const readers = others.filter(({ lastReadMessageIndex }) => (lastReadMessageIndex ?? -1) >= view.message.index);
      view.showReaders(
        readers.map(({ identity }) => this.#names.of(identity ?? 'guest')),
        view === newest,
      );
    }
  }

  scrollToEnd(): void {
    const box = this.#box;
    if (box) box.scrollTop = box.scrollHeight;
  }

  /** Adds older messages above without moving what is in sight. */
  keepPlace(addAbove: () => void): void {
    const distance = this.#distanceFromEnd;
    addAbove();
    const box = this.#box;
    if (box) box.scrollTop = box.scrollHeight - box.clientHeight - distance;
  }

  get #box(): HTMLElement | null {
    return this.#list.parentElement;
  }

  get #distanceFromEnd(): number {
    const box = this.#box;
    return box ? box.scrollHeight - box.clientHeight - box.scrollTop : 0;
  }

  /** Author and avatar are shown once for messages in a row. */
  #group(): void {
    let previous: string | undefined;
    for (const child of this.#list.children) {
      const author = child instanceof HTMLElement ? child.dataset['author'] : undefined;
      child.classList.toggle('continued', author !== undefined && author === previous);
      previous = author;
    }
  }
}

import type { Message } from 'rethread';
import { createAttachment } from './attachment.js';
import { createAvatar } from './avatar.js';
import { create, createIcon, createIconButton } from './dom.js';
import type { Names } from './names.js';
import { readQuote } from './quote.js';

/** What can be done with a message from its own place. */
export interface MessageActions {
  reply(message: Message): void;
  edit(message: Message): void;
  remove(message: Message): void;
}

/** One bubble. */
export class MessageView {
  readonly message: Message;
  readonly isOwn: boolean;
  readonly element: HTMLLIElement;
  readonly #names: Names;
  readonly #author = create('span', { className: 'author', testId: 'author' });
  readonly #quoted = create('strong');
  readonly #body = create('p', { className: 'body', testId: 'body' });
  readonly #edited = create('span', { className: 'edited', testId: 'edited', text: 'edited' });
  readonly #readState = create('span', { className: 'read-state', testId: 'read-state' });

  constructor(message: Message, isOwn: boolean, names: Names, actions: MessageActions) {
    this.message = message;
    this.isOwn = isOwn;
    this.#names = names;
    const author = message.author ?? 'guest';
    const bubble = create('div', { className: 'bubble' }, [
      ...this.#createQuote(),
      ...(message.attachedMedia ?? []).map(createAttachment),
      this.#body,
      create('div', { className: 'meta' }, [this.#edited, timeOf(message), ...(isOwn ? [this.#readState] : [])]),
    ]);
    const row = create('div', { className: 'bubble-row' }, [bubble, this.#createActions(actions)]);
    const className = `message ${isOwn ? 'own' : 'other'}`;
    const content = create('div', { className: 'content' }, [this.#author, row]);
    this.element = create('li', { className, testId: 'message' }, [createAvatar(author), content]);
    this.element.dataset['author'] = author;
    this.element.dataset['index'] = `${message.index}`;
    this.refresh();
    this.showNames();
  }

  /** As people call themselves now. */
  showNames(): void {
    this.#author.textContent = this.isOwn ? 'You' : this.#names.of(this.message.author ?? 'guest');
    const quote = readQuote(this.message.attributes);
    if (quote) this.#quoted.textContent = this.#names.of(quote.author);
  }

  refresh(): void {
    const { body, lastUpdatedBy } = this.message;
    this.#body.textContent = body;
    this.#body.hidden = body === null || body === '';
    this.#edited.hidden = lastUpdatedBy === null;
  }

  /** @param isNewest - the newest own message says it in words, the others with ticks only. */
  showReaders(names: readonly string[], isNewest: boolean): void {
    const text = names.length > 0 ? `Read by ${names.join(', ')}` : 'Sent';
    const label = create('span', { className: isNewest ? 'read-label' : 'visually-hidden', text });
    this.#readState.replaceChildren(createIcon(names.length > 0 ? 'read' : 'sent'), label);
    this.#readState.classList.toggle('read', names.length > 0);
    this.#readState.title = text;
  }

  #createQuote(): HTMLElement[] {
    const quote = readQuote(this.message.attributes);
    if (!quote) return [];
    const text = create('span', { text: quote.text });
    return [create('blockquote', { className: 'quote', testId: 'quote' }, [this.#quoted, text])];
  }

  #createActions(actions: MessageActions): HTMLElement {
    const { message } = this;
    const buttons = [createIconButton('reply', 'Reply', 'reply', () => actions.reply(message))];
    if (this.isOwn) {
      buttons.push(createIconButton('edit', 'Edit', 'edit', () => actions.edit(message)));
      buttons.push(createIconButton('delete', 'Delete', 'delete', () => actions.remove(message)));
    }
    const group = create('div', { className: 'actions' }, buttons);
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', 'Message actions');
    return group;
  }
}

function timeOf({ dateCreated }: Message): HTMLTimeElement {
  const time = create('time');
  if (dateCreated) {
    time.dateTime = dateCreated.toISOString();
    time.textContent = dateCreated.toLocaleTimeString([], { timeStyle: 'short' });
  }
  return time;
}

import type { Message } from 'rethread';
import { createAttachment } from './attachment.js';
import { createAvatar, displayName } from './avatar.js';
import { create, createIcon, createIconButton } from './dom.js';
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
  readonly #body = create('p', { className: 'body', testId: 'body' });
  readonly #edited = create('span', { className: 'edited', testId: 'edited', text: 'edited' });
  readonly #readState = create('span', { className: 'read-state', testId: 'read-state' });

  constructor(message: Message, isOwn: boolean, actions: MessageActions) {
    this.message = message;
    this.isOwn = isOwn;
    const author = message.author ?? 'guest';
    const bubble = create('div', { className: 'bubble' }, [
      ...quoteOf(message),
      ...(message.attachedMedia ?? []).map(createAttachment),
      this.#body,
      create('div', { className: 'meta' }, [this.#edited, timeOf(message), ...(isOwn ? [this.#readState] : [])]),
    ]);
    const name = create('span', { className: 'author', testId: 'author', text: isOwn ? 'You' : displayName(author) });
    const row = create('div', { className: 'bubble-row' }, [bubble, this.#createActions(actions)]);
    const className = `message ${isOwn ? 'own' : 'other'}`;
    const content = create('div', { className: 'content' }, [name, row]);
    this.element = create('li', { className, testId: 'message' }, [createAvatar(author), content]);
    this.element.dataset['author'] = author;
    this.element.dataset['index'] = `${message.index}`;
    this.refresh();
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

function quoteOf({ attributes }: Message): HTMLElement[] {
  const quote = readQuote(attributes);
  if (!quote) return [];
  const author = create('strong', { text: displayName(quote.author) });
  return [
    create('blockquote', { className: 'quote', testId: 'quote' }, [author, create('span', { text: quote.text })]),
  ];
}

function timeOf({ dateCreated }: Message): HTMLTimeElement {
  const time = create('time');
  if (dateCreated) {
    time.dateTime = dateCreated.toISOString();
    time.textContent = dateCreated.toLocaleTimeString([], { timeStyle: 'short' });
  }
  return time;
}

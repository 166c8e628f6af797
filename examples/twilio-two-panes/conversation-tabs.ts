import type { Conversation } from 'rethread';
import { create } from './dom.js';

interface Tab {
  conversation: Conversation;
  readonly button: HTMLButtonElement;
  readonly name: HTMLElement;
  readonly unread: HTMLElement;
}

/** The conversations that somebody is in, each with the number of unread messages. */
export class ConversationTabs {
  readonly #root: HTMLElement;
  readonly #open: (conversation: Conversation) => void;
  readonly #tabs = new Map<string, Tab>();

  constructor(root: HTMLElement, open: (conversation: Conversation) => void) {
    this.#root = root;
    this.#open = open;
  }

  add(conversation: Conversation): void {
    this.remove(conversation);
    const name = create('span', { className: 'tab-name' });
    const unread = create('span', { className: 'unread', testId: 'unread' });
    const button = create('button', { className: 'tab', testId: 'tab' }, [name, unread]);
    button.type = 'button';
    button.addEventListener('click', () => this.#open(conversation));
    this.#tabs.set(conversation.sid, { conversation, button, name, unread });
    this.#root.append(button);
    this.refresh(conversation);
  }

  remove({ sid }: Conversation): void {
    this.#tabs.get(sid)?.button.remove();
    this.#tabs.delete(sid);
  }

  select({ sid }: Conversation): void {
    for (const [tabSid, { button }] of this.#tabs) button.setAttribute('aria-pressed', `${tabSid === sid}`);
  }

  refresh(conversation: Conversation): void {
    const tab = this.#tabs.get(conversation.sid);
    if (!tab) return;
    tab.name.textContent = conversation.friendlyName ?? 'Conversation';
    countUnread(conversation).then(
      (count) => showCount(tab.unread, count),
      // Left meanwhile: the tab goes away with the event that says so.
      () => showCount(tab.unread, 0),
    );
  }
}

async function countUnread(conversation: Conversation): Promise<number> {
  // Nothing is "read" yet, so everything is unread.
  return (await conversation.getUnreadMessagesCount()) ?? (await conversation.getMessagesCount());
}

function showCount(badge: HTMLElement, count: number): void {
  badge.textContent = `${count}`;
  badge.hidden = count === 0;
  badge.setAttribute('aria-label', `${count} unread`);
}

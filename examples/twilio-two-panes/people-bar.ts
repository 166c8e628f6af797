import type { Participant } from 'rethread';
import { createAvatar } from './avatar.js';
import { byTestId } from './dom.js';
import type { Names } from './names.js';

interface PeopleActions {
  add(identity: string): void;
  leave(): void;
}

/** Who is in the conversation, with the ways in and out. */
export class PeopleBar {
  readonly #identity: string;
  readonly #names: Names;
  readonly #list: HTMLElement;
  readonly #avatars: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #participants = new Map<string, Participant>();

  constructor(root: HTMLElement, identity: string, names: Names, actions: PeopleActions) {
    this.#identity = identity;
    this.#names = names;
    this.#list = byTestId(root, 'people', HTMLElement);
    this.#avatars = byTestId(root, 'people-avatars', HTMLElement);
    this.#form = byTestId(root, 'add-form', HTMLFormElement);
    const name = byTestId(root, 'add-name', HTMLInputElement);
    byTestId(root, 'add', HTMLButtonElement).addEventListener('click', () => {
      this.#form.hidden = !this.#form.hidden;
      if (!this.#form.hidden) name.focus();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      actions.add(name.value.trim());
    });
    byTestId(root, 'leave', HTMLButtonElement).addEventListener('click', () => actions.leave());
  }

  get participants(): Participant[] {
    return [...this.#participants.values()];
  }

  show(participant: Participant): void {
    this.#participants.set(participant.sid, participant);
    this.draw();
  }

  hide({ sid }: Participant): void {
    this.#participants.delete(sid);
    this.draw();
  }

  finishAdding(): void {
    this.#form.reset();
    this.#form.hidden = true;
  }

  draw(): void {
    const identities = this.participants.map(({ identity }) => identity ?? 'guest');
    const labels = identities.map((identity) => (identity === this.#identity ? 'You' : this.#names.of(identity)));
    this.#list.textContent = labels.sort((a, b) => Number(b === 'You') - Number(a === 'You')).join(', ');
    this.#avatars.replaceChildren(...identities.map(createAvatar));
  }
}

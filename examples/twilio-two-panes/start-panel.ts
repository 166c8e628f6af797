import { byTestId } from './dom.js';

interface StartActions {
  /** @param uniqueName - empty for none */
  start(friendlyName: string, uniqueName: string): void;
  join(uniqueName: string): void;
}

/** The ways into a conversation: a new one, or one that somebody else has given a unique name. */
export class StartPanel {
  readonly #root: HTMLElement;
  readonly #forms: readonly HTMLFormElement[];
  readonly #name: HTMLInputElement;

  constructor(pane: HTMLElement, partner: string, actions: StartActions) {
    this.#root = byTestId(pane, 'start-panel', HTMLElement);
    const startForm = byTestId(this.#root, 'start-form', HTMLFormElement);
    const joinForm = byTestId(this.#root, 'join-form', HTMLFormElement);
    this.#forms = [startForm, joinForm];
    this.#name = byTestId(startForm, 'start-name', HTMLInputElement);
    const uniqueName = byTestId(startForm, 'start-unique-name', HTMLInputElement);
    const joinName = byTestId(joinForm, 'join-name', HTMLInputElement);
    byTestId(startForm, 'start', HTMLButtonElement).textContent = `Start with ${partner}`;
    startForm.addEventListener('submit', (event) => {
      event.preventDefault();
      actions.start(this.#name.value.trim(), uniqueName.value.trim());
    });
    joinForm.addEventListener('submit', (event) => {
      event.preventDefault();
      actions.join(joinName.value.trim());
    });
    byTestId(pane, 'new-conversation', HTMLButtonElement).addEventListener('click', () => this.#toggle());
  }

  /** Somebody is in a conversation now. */
  hide(): void {
    this.#root.hidden = true;
    for (const form of this.#forms) form.reset();
  }

  #toggle(): void {
    this.#root.hidden = !this.#root.hidden;
    if (!this.#root.hidden) this.#name.select();
  }
}

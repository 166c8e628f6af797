import { byTestId } from './dom.js';

/** One's own name, and the form that changes it. */
export class OwnName {
  readonly #heading: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #input: HTMLInputElement;

  constructor(pane: HTMLElement, change: (friendlyName: string) => void) {
    this.#heading = byTestId(pane, 'identity', HTMLElement);
    this.#form = byTestId(pane, 'own-name-form', HTMLFormElement);
    this.#input = byTestId(this.#form, 'own-name', HTMLInputElement);
    byTestId(pane, 'change-name', HTMLButtonElement).addEventListener('click', () => this.#toggle());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      change(this.#input.value.trim());
    });
  }

  show(name: string): void {
    this.#heading.textContent = name;
  }

  hideForm(): void {
    this.#form.hidden = true;
  }

  #toggle(): void {
    this.#form.hidden = !this.#form.hidden;
    if (this.#form.hidden) return;
    this.#input.value = this.#heading.textContent;
    this.#input.select();
  }
}

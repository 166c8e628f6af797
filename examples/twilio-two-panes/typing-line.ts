import { create } from './dom.js';
import type { Names } from './names.js';

/** "Bob is typing" with three moving dots. */
export class TypingLine {
  readonly #element: HTMLElement;
  readonly #names: Names;
  readonly #typing = new Set<string>();

  constructor(element: HTMLElement, names: Names) {
    this.#element = element;
    this.#names = names;
  }

  start(identity: string | null): void {
    if (identity === null) return;
    this.#typing.add(identity);
    this.#draw();
  }

  end(identity: string | null): void {
    if (identity === null) return;
    this.#typing.delete(identity);
    this.#draw();
  }

  clear(): void {
    this.#typing.clear();
    this.#draw();
  }

  #draw(): void {
    const names = [...this.#typing].map((identity) => this.#names.of(identity));
    this.#element.replaceChildren();
    if (names.length === 0) return;
    const dots = create('span', { className: 'dots' }, [create('i'), create('i'), create('i')]);
    dots.setAttribute('aria-hidden', 'true');
    const text = `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} typing`;
    this.#element.append(dots, create('span', { text }));
  }
}

import type { JSONObject, Message } from 'rethread';
import { byTestId } from './dom.js';
import { type Quote, toQuote } from './quote.js';

/** A message that is ready to go. */
export interface Draft {
  readonly body: string;
  readonly attributes: JSONObject;
  readonly file: File | undefined;
}

interface ComposerActions {
  send(draft: Draft): Promise<void>;
  edit(message: Message, body: string): Promise<unknown>;
  typing(): void;
  nameOf(identity: string): string;
  report(error: unknown): void;
}

/** Where messages are written: new ones, replies and corrections. */
export class Composer {
  readonly #form: HTMLFormElement;
  readonly #input: HTMLTextAreaElement;
  readonly #file: HTMLInputElement;
  readonly #actions: ComposerActions;
  #editing: Message | undefined;
  #quote: Quote | undefined;

  constructor(form: HTMLFormElement, actions: ComposerActions) {
    this.#form = form;
    this.#actions = actions;
    this.#input = byTestId(form, 'input', HTMLTextAreaElement);
    this.#file = byTestId(form, 'file', HTMLInputElement);
    this.#listen();
  }

  startReply(message: Message): void {
    if (this.#editing) this.#reset();
    this.#quote = toQuote(message);
    this.#showContext(`Reply to ${this.#actions.nameOf(this.#quote.author)}: ${this.#quote.text}`);
    this.#input.focus();
  }

  startEdit(message: Message): void {
    this.#reset();
    this.#editing = message;
    this.#input.value = message.body ?? '';
    this.#showContext('Editing your message');
    this.#input.focus();
  }

  disable(): void {
    this.#reset();
    for (const control of this.#form.elements) control.setAttribute('disabled', '');
    this.#input.placeholder = 'You left this conversation';
  }

  #listen(): void {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#reset();
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#input.addEventListener('input', () => {
      this.#fitHeight();
      if (!this.#editing && this.#input.value !== '') this.#actions.typing();
    });
    this.#file.addEventListener('change', () => this.#showFile());
    byTestId(this.#form, 'attach', HTMLButtonElement).addEventListener('click', () => this.#file.click());
    byTestId(this.#form, 'cancel', HTMLButtonElement).addEventListener('click', () => this.#reset());
  }

  async #submit(): Promise<void> {
    const body = this.#input.value.trim();
    const file = this.#file.files?.[0];
    const [editing, quote] = [this.#editing, this.#quote];
    if (body === '' && !file) return;
    this.#reset();
    this.#form.classList.add('busy');
    try {
      const attributes: JSONObject = quote ? { replyTo: { ...quote } } : {};
      if (editing) await this.#actions.edit(editing, body);
      else await this.#actions.send({ body, attributes, file });
    } catch (error) {
      // Nobody likes to type a message twice.
      if (this.#input.value === '') this.#input.value = body;
      this.#actions.report(error);
    } finally {
      this.#form.classList.remove('busy');
    }
  }

  #showFile(): void {
    const file = this.#file.files?.[0];
    this.#showContext(file ? `Attached: ${file.name}` : undefined);
    this.#input.focus();
  }

  #showContext(text: string | undefined): void {
    byTestId(this.#form, 'context', HTMLElement).hidden = text === undefined;
    byTestId(this.#form, 'context-text', HTMLElement).textContent = text ?? '';
    this.#fitHeight();
  }

  #reset(): void {
    this.#form.reset();
    this.#editing = undefined;
    this.#quote = undefined;
    this.#showContext(undefined);
  }

  #fitHeight(): void {
    this.#input.style.height = 'auto';
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, 140)}px`;
  }
}

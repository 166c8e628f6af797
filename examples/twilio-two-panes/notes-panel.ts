import type { Conversation, JSONObject, JSONValue } from 'rethread';
import { byTestId } from './dom.js';

/** What the attributes of a conversation may take, as JSON in UTF-8. */
const MAX_BYTES = 16 * 1024;
const TYPING_PAUSE_MS = 500;

/** A text that everybody in a conversation shares, in the conversation's attributes. Whoever saves last wins. */
export class NotesPanel {
  readonly #conversation: Conversation;
  readonly #report: (error: unknown) => void;
  readonly #panel: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #text: HTMLTextAreaElement;
  readonly #status: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isUnsaved = false;
  #isSaving = false;

  constructor(root: HTMLElement, conversation: Conversation, report: (error: unknown) => void) {
    this.#conversation = conversation;
    this.#report = report;
    this.#panel = byTestId(root, 'notes', HTMLElement);
    this.#toggle = byTestId(root, 'notes-toggle', HTMLButtonElement);
    this.#text = byTestId(root, 'notes-text', HTMLTextAreaElement);
    this.#status = byTestId(root, 'notes-status', HTMLElement);
    this.#toggle.addEventListener('click', () => this.#setOpen(this.#panel.hidden));
    this.#text.addEventListener('input', () => this.#handleInput());
    this.#draw();
  }

  /** The attributes are different now. What is being typed here stays: it will be saved on top. */
  refresh(): void {
    if (!this.#isUnsaved) this.#draw();
  }

  /** Saves what has not been saved yet. */
  close(): void {
    if (this.#isUnsaved && !this.#text.disabled) void this.#save();
  }

  disable(): void {
    clearTimeout(this.#timer);
    this.#text.disabled = true;
  }

  #draw(): void {
    this.#text.value = readNotes(this.#conversation.attributes);
    this.#showSize('');
    this.#toggle.classList.toggle('filled', this.#text.value !== '');
  }

  #setOpen(isOpen: boolean): void {
    this.#panel.hidden = !isOpen;
    this.#toggle.setAttribute('aria-expanded', `${isOpen}`);
    if (isOpen) this.#text.focus();
  }

  #handleInput(): void {
    this.#isUnsaved = true;
    this.#showSize('');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), TYPING_PAUSE_MS);
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isSaving || this.#size > MAX_BYTES) return;
    const notes = this.#text.value;
    this.#isSaving = true;
    this.#showSize('Saving…');
    try {
      await this.#conversation.updateAttributes(withNotes(this.#conversation.attributes, notes));
      this.#isUnsaved = this.#text.value !== notes;
      this.#showSize('Saved');
    } catch (error) {
      this.#showSize('Not saved');
      this.#report(error);
    } finally {
      this.#isSaving = false;
    }
    // More was typed meanwhile.
    if (this.#text.value !== notes) this.#handleInput();
  }

  get #size(): number {
    const attributes = withNotes(this.#conversation.attributes, this.#text.value);
    return new TextEncoder().encode(JSON.stringify(attributes)).length;
  }

  #showSize(state: string): void {
    const isTooLong = this.#size > MAX_BYTES;
    const size = `${(this.#size / 1024).toFixed(1)} of ${MAX_BYTES / 1024} KB`;
    this.#status.textContent = isTooLong ? `Too long to be saved · ${size}` : [state, size].filter(Boolean).join(' · ');
    this.#status.classList.toggle('too-long', isTooLong);
    this.#toggle.classList.toggle('filled', this.#text.value !== '');
  }
}

/** Attributes of other apps may be anything. */
function readNotes(attributes: JSONValue): string {
  const { notes } = asObject(attributes);
  return typeof notes === 'string' ? notes : '';
}

function withNotes(attributes: JSONValue, notes: string): JSONObject {
  return { ...asObject(attributes), notes };
}

function asObject(value: JSONValue): JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

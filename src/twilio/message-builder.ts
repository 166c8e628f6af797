import { RULES } from './argument-rules.js';
import type { CancellablePromise } from './cancellable-promise.js';
import type { ContentTemplateVariable } from './content-template.js';
import { countFiles, isForm } from './media-parts.js';
import type { ConversationLimits, JSONValue, MediaCategory, SendMediaOptions } from './types.js';
import type { UnsentMessage } from './unsent-message.js';
import { checkArguments } from './validation.js';

type Payload = FormData | SendMediaOptions;
type MediaEntry = [MediaCategory, Payload];

/** Puts a message together. Every setter checks its arguments at once, throws when they are wrong, and can be chained. */
export class MessageBuilder {
  private readonly limits: ConversationLimits;
  private readonly message: UnsentMessage;
  private readonly emailBodies = new Map<string, Payload>();
  private readonly emailHistories = new Map<string, Payload>();
  /** What {@link build} put into the message; taken out again by the next one. */
  private emailEntries: readonly MediaEntry[] = [];

  /** @internal */
  constructor(limits: ConversationLimits, message: UnsentMessage);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(limits: ConversationLimits, message: UnsentMessage) {
    this.limits = limits;
    this.message = message;
  }

  /** Sets the text. */
  setBody(text: string): this {
    checkArguments(arguments, ...RULES.MessageBuilder.setBody);
    this.message.text = text;
    return this;
  }

  /** Sets the subject. */
  setSubject(subject: string): this {
    checkArguments(arguments, ...RULES.MessageBuilder.setSubject);
    this.message.emailOptions.subject = subject;
    return this;
  }

  /** Sets the app's own data. */
  setAttributes(attributes: JSONValue): this {
    checkArguments(arguments, ...RULES.MessageBuilder.setAttributes);
    this.message.attributes = attributes;
    return this;
  }

  /** Sets the body that an e-mail of this message has in a content type; a second one of the type replaces the first. */
  setEmailBody(contentType: string, body: FormData | SendMediaOptions): this {
    checkArguments(arguments, ...RULES.MessageBuilder.setEmailBody);
    this.emailBodies.set(contentType, body);
    return this;
  }

  /** Sets the quoted history that an e-mail of this message has in a content type. */
  setEmailHistory(contentType: string, history: FormData | SendMediaOptions): this {
    checkArguments(arguments, ...RULES.MessageBuilder.setEmailHistory);
    this.emailHistories.set(contentType, history);
    return this;
  }

  /** Names the template that the message is made from, and the values for its variables. */
  setContentTemplate(contentSid: string, contentVariables: ContentTemplateVariable[] = []): this {
    checkArguments(arguments, ...RULES.MessageBuilder.setContentTemplate);
    this.message.contentSid = contentSid;
    this.message.contentVariables = contentVariables;
    return this;
  }

  /**
   * Adds a file, or the files of a form.
   *
   * @throws Error when the content type or the content is missing or empty
   */
  addMedia(payload: FormData | SendMediaOptions): this {
    checkArguments(arguments, ...RULES.MessageBuilder.addMedia);
    if (!isForm(payload) && (!payload.contentType || !payload.media)) {
      throw new Error('Media content in SendMediaOptions must contain non-empty contentType and media');
    }
    this.message.mediaContent.push(['media', payload]);
    return this;
  }

  /**
   * Finishes the message.
   *
   * @returns the same object each time
   * @throws Error when it has too many files, or e-mail parts of other types than the conversation allows
   * @remarks Differs from Twilio: building a second time does not put the e-mail parts in twice.
   */
  build(): UnsentMessage {
    checkEmailParts('body', 'bodies', this.emailBodies, this.limits.emailBodiesAllowedContentTypes);
    checkEmailParts('history', 'histories', this.emailHistories, this.limits.emailHistoriesAllowedContentTypes);
    this.putEmailEntries();
    const files = this.message.mediaContent.filter(([category]) => category === 'media');
    const count = files.reduce((sum, [, payload]) => sum + countFiles(payload), 0);
    if (count > this.limits.mediaAttachmentsCountLimit) {
      throw new Error(
        `Too many media attachments in the message (${count} > ${this.limits.mediaAttachmentsCountLimit})`,
      );
    }
    return this.message;
  }

  /**
   * Finishes the message and sends it.
   *
   * @throws what {@link build} throws, at once
   */
  buildAndSend(): CancellablePromise<number | null> {
    return this.build().send();
  }

  private putEmailEntries(): void {
    const { mediaContent } = this.message;
    const others = mediaContent.filter((entry) => !this.emailEntries.includes(entry));
    this.emailEntries = [...toEntries('body', this.emailBodies), ...toEntries('history', this.emailHistories)];
    mediaContent.splice(0, mediaContent.length, ...others, ...this.emailEntries);
  }
}

function toEntries(category: MediaCategory, parts: ReadonlyMap<string, Payload>): MediaEntry[] {
  return Array.from(parts.values(), (payload) => [category, payload]);
}

function checkEmailParts(
  singular: string,
  plural: string,
  parts: ReadonlyMap<string, unknown>,
  allowed: readonly string[],
): void {
  for (const contentType of parts.keys()) {
    if (!allowed.includes(contentType)) throw new Error(`Unsupported email ${singular} content type ${contentType}`);
  }
  if (parts.size > allowed.length) {
    throw new Error(`Too many email ${plural} attached to the message (${parts.size} > ${allowed.length})`);
  }
}

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
  /** By content type; bodies stand before histories. */
  private readonly emailParts = { body: new Map<string, Payload>(), history: new Map<string, Payload>() };
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
    this.emailParts.body.set(contentType, body);
    return this;
  }

  /** Sets the quoted history that an e-mail of this message has in a content type. */
  setEmailHistory(contentType: string, history: FormData | SendMediaOptions): this {
    checkArguments(arguments, ...RULES.MessageBuilder.setEmailHistory);
    this.emailParts.history.set(contentType, history);
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
   * @throws Error when it has too many files, or an e-mail part of a type that the conversation does not allow
   * @remarks Differs from Twilio: building a second time does not put the e-mail parts in twice.
   */
  build(): UnsentMessage {
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
    const { emailBodiesAllowedContentTypes: body, emailHistoriesAllowedContentTypes: history } = this.limits;
    const allowed: Partial<Record<MediaCategory, readonly string[]>> = { body, history };
    const entries: MediaEntry[] = [];
    for (const [category, parts] of Object.entries(this.emailParts) as [MediaCategory, Map<string, Payload>][])
      for (const [contentType, payload] of parts) {
        if (!allowed[category]?.includes(contentType))
          throw new Error(`Unsupported email ${category} content type ${contentType}`);
        entries.push([category, payload]);
      }
    const others = mediaContent.filter((entry) => !this.emailEntries.includes(entry));
    this.emailEntries = entries;
    mediaContent.splice(0, mediaContent.length, ...others, ...entries);
  }
}

import type { CancellablePromise } from './cancellable-promise.js';
import type { ContentTemplateVariable } from './content-template.js';
import type { JSONValue, MediaCategory, SendEmailOptions, SendMediaOptions } from './types.js';

/** Sends what the unsent message holds now. */
export type UnsentMessageSender = (unsent: UnsentMessage) => CancellablePromise<number | null>;

/** A message that was built and not sent yet. Its fields may be changed, and it may be sent more than once. */
export class UnsentMessage {
  // With `declare`, what was never set is no property at all.
  /** The text; absent for a message of files alone. */
  declare text?: string;
  attributes: JSONValue = {};
  /** The files, each with its category. */
  mediaContent: [MediaCategory, FormData | SendMediaOptions][] = [];
  emailOptions: SendEmailOptions = {};
  declare contentSid?: string;
  declare contentVariables?: ContentTemplateVariable[];

  private readonly sender: UnsentMessageSender;

  /** @internal */
  constructor(sender: UnsentMessageSender);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(sender: UnsentMessageSender) {
    this.sender = sender;
  }

  /**
   * Sends the message as it is now; each call makes a new one.
   *
   * @returns the index of the message. Cancelling gives up the upload of files; a message that is on its way appears all
   *   the same.
   */
  send(): CancellablePromise<number | null> {
    return this.sender(this);
  }
}

/** What another channel (such as WhatsApp) said about a message. */
export class ChannelMetadata {
  readonly type: string;
  /** Frozen. */
  readonly data: unknown;

  constructor(type: string, data: unknown) {
    this.type = type;
    this.data = Object.freeze(data);
  }
}

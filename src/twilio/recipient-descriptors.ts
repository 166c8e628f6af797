import type { EmailRecipientLevel } from './types.js';

/** Somebody who got a message by e-mail. */
export class EmailRecipientDescriptor {
  readonly type = 'email';
  readonly messageSid: string;
  readonly level: EmailRecipientLevel;
  readonly name: string;
  readonly address: string;

  /** @internal */
  constructor(messageSid: string, level: EmailRecipientLevel, name: string, address: string);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(messageSid: string, level: EmailRecipientLevel, name: string, address: string) {
    this.messageSid = messageSid;
    this.level = level;
    this.name = name;
    this.address = address;
  }
}

/** Somebody who got a message through a channel that is not known here. */
export class UnknownRecipientDescriptor {
  readonly type: string;
  readonly messageSid: string;
  /** The JSON as it was received. */
  readonly rawData: string;

  /** @internal */
  constructor(type: string, messageSid: string, rawData: string);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(type: string, messageSid: string, rawData: string) {
    this.type = type;
    this.messageSid = messageSid;
    this.rawData = rawData;
  }
}

/** Somebody who got a message through another channel. */
export type RecipientDescriptor = EmailRecipientDescriptor | UnknownRecipientDescriptor;

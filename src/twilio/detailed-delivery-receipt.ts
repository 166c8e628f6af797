import type { DeliveryStatus } from './types.js';

/** The fields of a {@link DetailedDeliveryReceipt}. */
export interface DetailedDeliveryDescriptor {
  readonly sid: string;
  readonly messageSid: string;
  readonly conversationSid: string;
  readonly channelMessageSid: string;
  readonly participantSid: string;
  readonly status: DeliveryStatus;
  readonly errorCode: string | 0;
  readonly dateCreated: string;
  readonly dateUpdated: string;
}

/** How far a message got on its way to one recipient. */
export class DetailedDeliveryReceipt {
  sid: string;
  messageSid: string;
  conversationSid: string;
  /** The id that the other channel gave the message. */
  channelMessageSid: string;
  participantSid: string;
  status: DeliveryStatus;
  /** 0 when there was no error. */
  errorCode: string | 0;
  dateCreated: string;
  dateUpdated: string;

  /** @internal */
  constructor(descriptor: DetailedDeliveryDescriptor);
  /** Made by the library alone. Takes anything, because apps make some in their tests. */
  constructor(...anything: unknown[]);
  constructor(descriptor = {} as DetailedDeliveryDescriptor) {
    this.sid = descriptor.sid;
    this.messageSid = descriptor.messageSid;
    this.conversationSid = descriptor.conversationSid;
    this.channelMessageSid = descriptor.channelMessageSid;
    this.participantSid = descriptor.participantSid;
    this.status = descriptor.status;
    this.errorCode = descriptor.errorCode;
    this.dateCreated = descriptor.dateCreated;
    this.dateUpdated = descriptor.dateUpdated;
  }
}

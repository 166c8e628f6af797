import { AggregatedDeliveryReceipt } from './aggregated-delivery-receipt.js';
import { DetailedDeliveryReceipt } from './detailed-delivery-receipt.js';
import type { Message } from './message.js';
import type { Participant } from './participant.js';
import type { DeliveryAmount } from './types.js';

/** What makes delivery receipts, for the option `deliveryReceipts`. */
export interface DeliveryReceipts {
  /** One for each participant that the message is for. */
  detailed(message: Message, participants: readonly Participant[]): DetailedDeliveryReceipt[];
  /** `null` while there is nobody that the message is for. */
  aggregated(message: Message, participants: readonly Participant[]): AggregatedDeliveryReceipt | null;
}

/**
 * Who has read a message, told in the form of delivery receipts: `read` and `sent` are what ACS says. Whether something
 * was delivered but not read nobody knows, so `delivered` only counts those who have read it.
 *
 * @example new Client(token, { rethread: { deliveryReceipts: receiptsFromReadState } })
 */
export const receiptsFromReadState: DeliveryReceipts = {
  detailed: (message, participants) =>
    recipientsOf(message, participants).map((participant) => {
      const sentOn = message.dateCreated?.toISOString() ?? '';
      const isRead = hasRead(participant, message);
      return new DetailedDeliveryReceipt({
        sid: `DY${message.sid.slice(2, 18)}${participant.sid.slice(2, 18)}`,
        messageSid: message.sid,
        conversationSid: message.conversation.sid,
        channelMessageSid: '',
        participantSid: participant.sid,
        status: isRead ? 'read' : 'sent',
        errorCode: 0,
        dateCreated: sentOn,
        dateUpdated: (isRead && participant.lastReadTimestamp?.toISOString()) || sentOn,
      });
    }),

  aggregated: (message, participants) => {
    const recipients = recipientsOf(message, participants);
    if (recipients.length === 0) return null;
    const count = recipients.filter((participant) => hasRead(participant, message)).length;
    const read: DeliveryAmount = count === 0 ? 'none' : count < recipients.length ? 'some' : 'all';
    return new AggregatedDeliveryReceipt({
      total: recipients.length,
      sent: 'all',
      delivered: read,
      read,
      undelivered: 'none',
      failed: 'none',
    });
  },
};

const recipientsOf = (message: Message, participants: readonly Participant[]): Participant[] =>
  participants.filter((participant) => participant.sid !== message.participantSid);

const hasRead = (participant: Participant, message: Message): boolean =>
  (participant.lastReadMessageIndex ?? -1) >= message.index;

import { ChatError } from '../core/index.js';
import { CODES } from './basic-error.js';
import type { ConversationCore } from './conversation-core.js';
import type { NewPart } from './parts.js';
import { sendParts } from './send-parts.js';

/** Who a conversation is with: one id, or a list of one. */
export type Recipients = string | readonly string[];

/** Sends the parts of a message once more, to others. Files are stored anew: each belongs to its conversation. */
export function forwardParts(core: ConversationCore, messageId: string | undefined, destination: Recipients): void {
  core.run(CODES.send, async () => {
    const message = messageId === undefined ? undefined : core.list.find(messageId);
    if (!message) throw new ChatError('invalid-argument', 'unable to forward the message; it was not sent yet');
    const ids = [destination].flat();
    if (ids.length === 0 || ids.some((id) => typeof id !== 'string' || id.trim() === ''))
      throw new ChatError(
        'invalid-argument',
        'unable to forward the message; `destination` must be a list of user ids',
      );
    const { link } = await core.client.connection.ready();
    const files = message.media.values();
    const parts: NewPart[] = [];
    for (const part of message.data.parts) {
      if (part.type !== 'file') parts.push(part);
      else {
        const media = files.next().value;
        if (!media) continue;
        const content = await link.download(media, message.thread.id, core.client.lifetime.signal);
        parts.push({ type: 'file', file: new File([content], part.name, { type: media.contentType }) });
      }
    }
    for (const id of ids) sendParts(core.client.conversations.ensure('oneToOne', id).core, parts);
  });
}

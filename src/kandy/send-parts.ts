import { encodeRichMessage, type MediaRecord, type MediaUpload } from '../core/index.js';
import { CODES, toBasicError } from './basic-error.js';
import type { ConversationCore } from './conversation-core.js';
import { assertParts, encodeParts } from './parts.js';

/**
 * Sends a message: into the thread of the conversation, which is made for the first one, after those sent before. That the
 * service has it is told by the message's own event, and that it has not by `messages:error`.
 */
export function sendParts(core: ConversationCore, parts: readonly unknown[]): void {
  const { events } = core.client;
  let code: string = CODES.badParts;
  core.lane
    .run(async () => {
      assertParts(parts);
      code = CODES.send;
      const { chat, thread } = await core.open();
      code = CODES.upload;
      const upload = (file: MediaUpload): Promise<MediaRecord> =>
        chat.link.upload(file, { threadId: thread.id, signal: core.client.lifetime.signal });
      const content = await encodeParts(parts, upload);
      code = CODES.send;
      const { ownName, ownId } = chat.users;
      const senderDisplayName = chat.link.ownName ?? (ownName === ownId ? undefined : ownName);
      // Wrapped, so that the next one does not wait for the answer: from here on the order is kept.
      return {
        sent: chat.session.send(thread, (nonce) => ({ ...encodeRichMessage(content, nonce), senderDisplayName })),
      };
    })
    .then(({ sent }) => sent)
    .catch((error: unknown) => events.messagesError(toBasicError(error, code)));
}

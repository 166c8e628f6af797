/** Sending and showing files. */
import {
  CancellablePromise,
  ContentTemplateVariable,
  type Conversation,
  type Media,
  type Message,
  type SendMediaOptions,
} from '@twilio/conversations';

export async function sendFiles(conversation: Conversation, files: readonly File[], form: FormData): Promise<number> {
  const options: SendMediaOptions = { contentType: 'text/plain', filename: 'a.txt', media: Buffer.from('a') };
  const builder = conversation.prepareMessage().setBody('files').setSubject('').setAttributes({ many: true });
  for (const file of files) builder.addMedia({ contentType: file.type, filename: file.name, media: file });
  builder.addMedia(options).addMedia(form).addMedia({ contentType: 'text/html', media: '<p>' });
  builder.setEmailBody('text/html', options).setEmailHistory('text/plain', form);
  builder.setContentTemplate('HX0', [new ContentTemplateVariable('1', 'one').copyWithValue('two')]);

  const unsent = builder.build();
  unsent.text ??= 'no text';
  unsent.mediaContent.push(['media', options]);
  const upload = unsent.send();
  setTimeout(() => upload.cancel(), 1_000);
  await upload.catch((error) => {
    // As with Promise: the reason is `any`.
    console.error(error.message);
    return null;
  });
  await conversation.sendMessage(null);
  await conversation.sendMessage('text', { from: 'me' }, { subject: 'none' });
  await conversation.sendMessage({ contentType: null, media: null });
  return conversation.sendMessage(form);
}

export async function show(message: Message): Promise<(string | null)[]> {
  if (message.type !== 'media') return [message.body];
  const first: Media | undefined = message.attachedMedia?.[0];
  const url = await first?.getContentTemporaryUrl().then((address) => address ?? '');
  const batch: CancellablePromise<Map<string, string>> = message.getTemporaryContentUrlsForAttachedMedia();
  const urls = await batch;
  const legacy = message.media?.filename ?? null;
  return [
    url ?? null,
    legacy,
    ...(message.getMediaByCategories(['media', 'body']) ?? []).map((m) => urls.get(m.sid) ?? null),
  ];
}

export const later = new CancellablePromise<number>((resolve, reject, onCancel) => {
  const timer = setTimeout(() => resolve(1), 10);
  onCancel(() => clearTimeout(timer));
  if (Math.random() > 2) reject('never');
});

export function describeContent(message: Message): Promise<string> {
  return message.getContentData().then((content) => {
    switch (content?.type) {
      case 'text':
        return content.body;
      case 'quickReply':
        return content.replies.map((reply) => reply.title).join();
      case 'card':
        return content.actions.map((action) => (action.type === 'url' ? action.url : action.rawData)).join();
      default:
        return content?.rawData ?? '';
    }
  });
}

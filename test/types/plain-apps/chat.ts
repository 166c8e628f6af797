/** A small app for browsers: no types of Node, and the declarations of the library checked too. */
import { Client, configure, isChatError, Message, type Conversation, type RethreadOptions } from 'rethread';

configure({ endpoint: 'https://contoso.communication.azure.com', identities: { alice: '8:acs:alice' } });

export async function start(token: string, options: RethreadOptions): Promise<Conversation> {
  const client = new Client(token, { logLevel: 'error', rethread: options });
  client.on('messageAdded', (message) => console.log(message.author, message.body, message instanceof Message));
  client.on('connectionError', ({ httpStatusCode, terminal }) => console.log(httpStatusCode ?? 0, terminal));
  try {
    return await client.getConversationByUniqueName('support');
  } catch (error) {
    if (isChatError(error)) console.log(error.code);
    const conversation = await client.createConversation({ uniqueName: 'support' });
    await conversation.sendMessage({ contentType: 'image/png', media: new Blob([]), filename: 'dot.png' });
    const [first] = (await conversation.getMessages(1)).items;
    const url = await first?.attachedMedia?.[0]?.getContentTemporaryUrl();
    console.log(url?.length);
    return conversation;
  }
}

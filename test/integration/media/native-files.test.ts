/** Files between apps on the facade and native ACS clients, which know `fileSharingMetadata` alone. */
import type { ChatThreadClient } from '@azure/communication-chat';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client, type Conversation, MemoryMediaStore } from '../../../src/index.js';
import { encodeConnectionToken } from '../../../src/server/index.js';
import { type CompanionUser, type CompanionWorld, startCompanionWorld } from '../../helper/companion-world.js';
import { nextEvent } from '../../helper/next-event.js';

class SharingStore extends MemoryMediaStore {
  publicUrl(id: string, threadId: string): string {
    return `https://files.test/${encodeURIComponent(threadId)}/${id}`;
  }
}

describe('files and native ACS clients', () => {
  let world: CompanionWorld;
  let alice: Client;
  let bob: CompanionUser;
  let hers: Conversation;
  let native: ChatThreadClient;

  beforeEach(async () => {
    world = await startCompanionWorld();
    const user = await world.login('alice');
    bob = await world.login('bob');
    const rethread = { identities: { alice: user.userId, bob: bob.userId }, media: new SharingStore() };
    const { endpoint, token, identity, userId } = user;
    alice = new Client(encodeConnectionToken({ endpoint, token, identity, userId }), { rethread });
    hers = await alice.createConversation();
    await hers.add('bob');
    native = bob.chat.getChatThreadClient(hers.sid);
  });
  afterEach(async () => {
    await alice.shutdown();
    await world.stop();
  });

  it('tells them where a file is, and keeps that when the text changes', async () => {
    const added = nextEvent(alice, 'messageAdded');
    await hers
      .prepareMessage()
      .setBody('look')
      .addMedia({ contentType: 'image/png', filename: 'a.png', media: 'x' })
      .build()
      .send();
    const message = await added;
    const { sid } = message.attachedMedia![0]!;
    const url = `https://files.test/${encodeURIComponent(hers.sid)}/${sid}`;
    const shared = [{ id: sid, name: 'a.png', url, extension: 'png', attachmentType: 'file' }];
    const read = async (): Promise<unknown> => {
      for await (const { metadata } of native.listMessages()) {
        if (metadata?.['fileSharingMetadata']) return JSON.parse(metadata['fileSharingMetadata']);
      }
      return undefined;
    };
    expect(await read()).toEqual(shared);
    await message.updateBody('changed');
    expect(await read()).toEqual(shared);
    expect(await (await fetch((await message.attachedMedia![0]!.getContentTemporaryUrl())!)).text()).toBe('x');
  });

  it('gives the address that one of them wrote, and asks no store', async () => {
    const added = nextEvent(alice, 'messageAdded');
    const url = 'https://elsewhere.test/b.pdf?x=1';
    const metadata = { fileSharingMetadata: JSON.stringify([{ id: '1', name: 'b.pdf', url }]) };
    await native.sendMessage({ content: '' }, { metadata });
    const message = await added;
    const [media] = message.attachedMedia!;
    expect([message.type, media!.filename, media!.contentType]).toEqual(['media', 'b.pdf', 'application/octet-stream']);
    expect(await media!.getContentTemporaryUrl()).toBe(url);
    expect(await message.getTemporaryContentUrlsForAttachedMedia()).toEqual(new Map([[media!.sid, url]]));
  });
});

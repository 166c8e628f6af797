/** Files through the companion and a real blob store, seen by apps: facade, emulator, Azurite. */
import { createHash, randomBytes } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CompanionMediaStore } from '../../../src/companion/index.js';
import { Client, type Conversation, type Message } from '../../../src/index.js';
import { azureBlobMedia, encodeConnectionToken } from '../../../src/server/index.js';
import { type Azurite, startAzurite } from '../../helper/azurite.js';
import { companionRequest } from '../../helper/companion-request.js';
import {
  type CompanionUser,
  type CompanionWorld,
  PUBLIC_URL,
  startCompanionWorld,
} from '../../helper/companion-world.js';
import { nextEvent, PATIENCE } from '../../helper/next-event.js';

const MEGABYTE = 1024 * 1024;

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

describe('media through the companion', () => {
  let world: CompanionWorld;
  let container: ContainerClient;
  let users: Record<'alice' | 'bob' | 'carol', CompanionUser>;
  let alice: Client;
  let bob: Client;
  let hers: Conversation;
  /** `false`: nobody reaches the companion. */
  let isUp: boolean;
  /** Of all requests to the companion and its answers. */
  let bytesAtCompanion: number;

  beforeEach(async () => {
    isUp = true;
    container = azurite.newContainer();
    world = await startCompanionWorld({
      media: azureBlobMedia({
        connectionString: azurite.connectionString,
        container: container.containerName,
        createContainer: true,
      }),
    });
    const [a, b, c] = await Promise.all([world.login('alice'), world.login('bob'), world.login('carol')]);
    users = { alice: a, bob: b, carol: c };
    [alice, bob] = await Promise.all([start('alice'), start('bob')]);
    hers = await alice.createConversation({ friendlyName: 'Weekend' });
    const added = nextEvent(bob, 'conversationJoined');
    await hers.add('bob');
    await added;
    bytesAtCompanion = 0;
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    await Promise.all([alice.shutdown(), bob.shutdown()]);
    await world.stop();
  });

  const storeOf = (identity: keyof typeof users): CompanionMediaStore => {
    const { session = '', token } = users[identity];
    return new CompanionMediaStore({
      request: companionRequest(PUBLIC_URL, session, token, askCompanion),
      url: PUBLIC_URL,
    });
  };

  async function askCompanion(request: Request): Promise<Response> {
    if (!isUp) throw new TypeError('fetch failed');
    const body = await request.clone().arrayBuffer();
    const response = await world.companion.fetch(request);
    bytesAtCompanion += body.byteLength + (await response.clone().arrayBuffer()).byteLength;
    return response;
  }

  async function start(identity: keyof typeof users): Promise<Client> {
    const identities = Object.fromEntries(Object.entries(users).map(([name, { userId }]) => [name, userId]));
    const rethread = { identities, media: storeOf(identity) };
    const client = new Client(encodeConnectionToken(users[identity]), { rethread });
    await client.getSubscribedConversations();
    return client;
  }
  const receive = (): Promise<Message> => nextEvent(bob, 'messageAdded');
  const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

  async function blobs(): Promise<string[]> {
    const names: string[] = [];
    for await (const { name } of container.listBlobsFlat()) names.push(name);
    return names;
  }

  it('brings a file of 25 MB from one user to the other, equal by its hash', async () => {
    const bytes = randomBytes(25 * MEGABYTE);
    const received = receive();
    await hers
      .prepareMessage()
      .addMedia({ contentType: 'image/png', filename: 'big.png', media: bytes })
      .build()
      .send();

    const [media] = (await received).attachedMedia!;
    expect([media!.filename, media!.contentType, media!.size]).toEqual(['big.png', 'image/png', bytes.length]);
    const response = await fetch((await media!.getContentTemporaryUrl())!);
    expect(hashOf(new Uint8Array(await response.arrayBuffer()))).toBe(hashOf(bytes));
    // It never sees the bytes.
    expect(bytesAtCompanion).toBeLessThan(10_000);
    // Nothing of the way there is left.
    expect(await blobs()).toEqual([expect.stringMatching(/^files\/[0-9a-f]{32}\/[0-9a-f]{32}$/)]);
  });

  it('refuses an address to who is not in the conversation, and finds no file of one conversation in another', async () => {
    const received = receive();
    await hers.sendMessage({ contentType: 'text/plain', media: new Blob(['secret']) });
    const { sid: id } = (await received).attachedMedia![0]!;
    const other = await alice.createConversation({ friendlyName: 'Other' });
    const media = { filename: null, contentType: 'text/plain', size: 6, category: 'media', id };

    await expect(storeOf('carol').temporaryUrl(media, { threadId: hers.sid })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(storeOf('alice').temporaryUrl(media, { threadId: other.sid })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(storeOf('bob').temporaryUrl(media, { threadId: hers.sid })).resolves.toContain('sig=');
  });

  it('sends no message when an upload is cancelled, and leaves nothing that could be read', async () => {
    const cancelled = new Promise<void>((resolve) => {
      vi.stubGlobal('fetch', cancelAtPut(globalThis.fetch, resolve));
    });
    const added = vi.fn();
    bob.on('messageAdded', added);
    const sending = hers
      .prepareMessage()
      .addMedia({ contentType: 'image/png', media: randomBytes(5 * MEGABYTE) })
      .build()
      .send();
    void cancelled.then(() => void sending.cancel());
    await expect(sending).rejects.toThrow('Promise was cancelled');
    vi.unstubAllGlobals();
    await vi.waitFor(async () => expect(await blobs()).toEqual([]), PATIENCE);

    await hers.sendMessage('after');
    await vi.waitFor(() => expect(added).toHaveBeenCalled(), PATIENCE);
    expect(added.mock.calls.map(([message]) => (message as Message).body)).toEqual(['after']);
  });

  /** Tells when the bytes begin to leave. */
  const cancelAtPut =
    (inner: typeof fetch, handlePut: () => void): typeof fetch =>
    (input, init) => {
      const result = inner(input, init);
      if (init?.method === 'PUT') handlePut();
      return result;
    };

  it('reports the progress of an upload', async () => {
    const onProgress = vi.fn();
    const content = new Blob([new Uint8Array(1000)]);
    await storeOf('alice').upload(
      { content, contentType: 'image/png', filename: null },
      { threadId: hers.sid, onProgress },
    );
    expect(onProgress.mock.lastCall).toEqual([1000]);
  });

  it('says what to configure when the companion has no place for files', async () => {
    const bare = await startCompanionWorld();
    try {
      const { session = '', token } = await bare.login('alice');
      const request = companionRequest(PUBLIC_URL, session, token, (asked) => bare.companion.fetch(asked));
      const store = new CompanionMediaStore({ request, url: PUBLIC_URL });
      const file = { content: new Blob(['x']), contentType: 'image/png', filename: null };
      await expect(store.upload(file, { threadId: hers.sid })).rejects.toMatchObject({
        status: 501,
        details: { code: 'media-not-configured' },
      });
    } finally {
      await bare.stop();
    }
  });

  it('leaves no addresses in the log, also when the storage fails', async () => {
    const received = receive();
    await hers.sendMessage({ contentType: 'text/plain', media: new Blob(['secret']) });
    const [media] = (await received).attachedMedia!;
    expect(await media!.getContentTemporaryUrl()).toContain('sig=');
    await container.delete();
    await expect(media!.getContentTemporaryUrl()).rejects.toThrow();
    expect(world.log.lines.join('\n')).not.toMatch(/sig=|AccountKey/);
  });

  it('still sends texts when the companion is down, and says what does not work', async () => {
    isUp = false;
    await expect(hers.sendMessage({ contentType: 'text/plain', media: 'x' })).rejects.toThrow();
    const received = receive();
    await hers.sendMessage('still here');
    expect((await received).body).toBe('still here');
  });
});

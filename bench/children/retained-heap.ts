/** Prints how large the heap is that holds all messages of some threads, read by one side. */
import type { ChatMessage } from '@azure/communication-chat';
import type { Conversation, Message } from 'rethread';
import { childInput } from '../child-process.js';
import { rawClient, rethreadClient } from '../clients.js';
import type { BenchUser } from '../emulator-process.js';
import { liveHeap } from '../heap.js';

export interface HeapInput {
  readonly side: 'raw' | 'ours';
  readonly user: BenchUser;
  readonly threadIds: readonly string[];
}

const { side, user, threadIds } = childInput() as HeapInput;
// An app has all of this in its hands; the heap is measured with it.
const held = side === 'raw' ? await holdRaw() : await holdOurs();
const bytes = await liveHeap();
console.log(JSON.stringify({ bytes, messages: held.messages.flat().length }));
process.exit();

async function holdRaw() {
  const client = rawClient(user);
  const threads = threadIds.map((id) => client.getChatThreadClient(id));
  const messages: ChatMessage[][] = [];
  for (const thread of threads) {
    const own: ChatMessage[] = [];
    for await (const message of thread.listMessages({ maxPageSize: 200 })) {
      if (message.type === 'text') own.push(message);
    }
    messages.push(own);
  }
  return { client, threads, messages };
}

async function holdOurs() {
  const client = await rethreadClient(user, { rateLimits: 'off', realtime: 'polling' });
  const conversations = await Promise.all(threadIds.map((id) => client.getConversationBySid(id)));
  const messages: Message[][] = [];
  for (const conversation of conversations) messages.push(await readAll(conversation));
  return { client, conversations, messages };
}

async function readAll(conversation: Conversation): Promise<Message[]> {
  const messages: Message[] = [];
  let page = await conversation.getMessages(200);
  for (;;) {
    messages.push(...page.items);
    if (!page.hasPrevPage) return messages;
    page = await page.prevPage();
  }
}

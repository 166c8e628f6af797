/** Goes through a long thread page by page, keeps none of them, and prints the heap at regular steps. */
import { childInput } from '../child-process.js';
import { rawClient, rethreadClient } from '../clients.js';
import type { BenchUser } from '../emulator-process.js';
import { liveHeap } from '../heap.js';

export interface PagingInput {
  readonly side: 'raw' | 'ours';
  readonly user: BenchUser;
  readonly threadId: string;
  readonly pageSize: number;
  readonly pagesPerStep: number;
}

/** Of one step. */
export interface PagingStep {
  readonly messages: number;
  readonly bytes: number;
  readonly ms: number;
}

const { side, user, threadId, pageSize, pagesPerStep } = childInput() as PagingInput;
const steps: PagingStep[] = [];
let messages = 0;
let pages = 0;
let ms = 0;
let lastAt = performance.now();
await (side === 'raw' ? pageRaw() : pageOurs());
console.log(JSON.stringify(steps));
process.exit();

async function notePage(size: number): Promise<void> {
  ms += performance.now() - lastAt;
  messages += size;
  if (++pages % pagesPerStep === 0) {
    steps.push({ messages, bytes: await liveHeap(), ms });
    ms = 0;
  }
  lastAt = performance.now();
}

async function pageRaw(): Promise<void> {
  const list = rawClient(user).getChatThreadClient(threadId).listMessages({ maxPageSize: pageSize });
  for await (const page of list.byPage()) await notePage((page as unknown as unknown[]).length);
}

async function pageOurs(): Promise<void> {
  const client = await rethreadClient(user, { rateLimits: 'off', realtime: 'polling' });
  const conversation = await client.getConversationBySid(threadId);
  let page = await conversation.getMessages(pageSize);
  for (;;) {
    await notePage(page.items.length);
    if (!page.hasPrevPage) return;
    page = await page.prevPage();
  }
}

import { type Connection, resolveConnection } from '../../src/identity/index.js';

/** How many messages fit into the emulator's budget before its clock must move on. */
const BURST = 10;

/** A connection for one of the demo's people. */
export async function connect(demoUrl: string, identity: string): Promise<Connection> {
  return resolveConnection(await (await fetch(new URL(`token?identity=${identity}`, demoUrl))).text());
}

/** A thread with messages as an app without rethread would write them. */
export async function seedThread(connection: Connection, topic: string, texts: readonly string[]): Promise<void> {
  const created = (await post(connection, '/chat/threads', { topic })) as { chatThread: { id: string } };
  const messages = `/chat/threads/${encodeURIComponent(created.chatThread.id)}/messages`;
  for (const [number, content] of texts.entries()) {
    if (number % BURST === 0) await post(connection, '/_emulator/clock', { advanceMs: 60_000 });
    await post(connection, messages, { content, type: 'text', senderDisplayName: 'Alice' });
  }
}

async function post({ endpoint, token }: Connection, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${endpoint}${path}?api-version=2025-03-15`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

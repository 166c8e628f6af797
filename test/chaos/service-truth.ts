import type { ChatMessage, ChatClient } from '@azure/communication-chat';
import { getIdentifierRawId } from '@azure/communication-common';

/** What the service itself says, read with the official client. */
export interface ServiceTruth {
  /** Which threads each user sees, by name. */
  readonly listed: Readonly<Record<string, readonly string[]>>;
  readonly threads: readonly ThreadTruth[];
}

export interface ThreadTruth {
  readonly sid: string;
  readonly topic: string;
  readonly participants: readonly string[];
  /** Of users, deleted ones too, oldest first. */
  readonly messages: readonly MessageTruth[];
  /** When each participant was added last: the id of the system message. */
  readonly addedAt: Readonly<Record<string, number>>;
}

export interface MessageTruth {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly isDeleted: boolean;
}

interface Reader {
  readonly name: string;
  readonly client: ChatClient;
}

/** @param readers everybody; the first ones stay in the threads of the same number */
export async function readTruth(
  readers: readonly Reader[],
  threads: readonly string[],
  nameOf: (userId: string) => string,
): Promise<ServiceTruth> {
  const listed: Record<string, readonly string[]> = {};
  for (const { name, client } of readers) {
    const items = await all(client.listChatThreads());
    listed[name] = items.map(({ id }) => id).sort();
  }
  const truths: ThreadTruth[] = [];
  for (const [n, sid] of threads.entries()) truths.push(await readThread(readers[n]!.client, sid, nameOf));
  return { listed, threads: truths };
}

async function readThread(client: ChatClient, sid: string, nameOf: (userId: string) => string): Promise<ThreadTruth> {
  const thread = client.getChatThreadClient(sid);
  const { topic } = await thread.getProperties();
  const participants = (await all(thread.listParticipants())).map(({ id }) => nameOf(getIdentifierRawId(id))).sort();
  const records = (await all(thread.listMessages({ maxPageSize: 200 }))).sort((a, b) => Number(a.id) - Number(b.id));
  const addedAt: Record<string, number> = {};
  for (const { id, type, content } of records)
    if (type === 'participantAdded')
      for (const added of content?.participants ?? []) addedAt[nameOf(getIdentifierRawId(added.id))] = Number(id);
  const messages = records.filter(({ type }) => type === 'text').map((record) => toMessageTruth(record, nameOf));
  return { sid, topic, participants, messages, addedAt };
}

function toMessageTruth(
  { id, sender, content, deletedOn }: ChatMessage,
  nameOf: (userId: string) => string,
): MessageTruth {
  const author = sender ? nameOf(getIdentifierRawId(sender)) : '';
  return { id: Number(id), author, body: content?.message ?? '', isDeleted: deletedOn !== undefined };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

import { expect, it } from 'vitest';
import type { CompanionBackend } from '../../../src/companion/companion-backend.js';
import { CompanionTransport } from '../../../src/companion/companion-transport.js';
import type { MemberDocuments } from '../../../src/companion/member-documents.js';
import { ServiceParticipant } from '../../../src/companion/service-participant.js';
import type { ThreadDocuments } from '../../../src/companion/thread-documents.js';
import type { MemberRecord, Metadata, RealtimeSink, ServiceEvent } from '../../../src/core/index.js';

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const member = (userId: string): MemberRecord => ({ userId, displayName: '', metadata: {} });
const changed = (threadId: string): ServiceEvent => ({
  type: 'threadChanged',
  threadId,
  topic: 'room',
  metadata: {},
  changedOn: new Date(0),
});
const typing = (threadId: string): ServiceEvent => ({ type: 'typing', threadId, userId: 'bob', at: new Date(0) });
const membership = (type: 'membersAdded' | 'membersRemoved', ...userIds: string[]): ServiceEvent => ({
  type,
  threadId: 'a',
  members: userIds.map(member),
  version: '1',
  at: new Date(0),
});

async function start() {
  const fetched: ((metadata: Metadata) => void)[] = [];
  const told: string[] = [];
  let sink!: RealtimeSink;
  const transport = new CompanionTransport({
    transport: { kind: 'push', start: (given) => ((sink = given), Promise.resolve()), stop: () => Promise.resolve() },
    backend: { noteMembership: () => undefined } as unknown as CompanionBackend,
    documents: {
      // Of the thread "a" there is always something to fetch.
      show: (threadId: string) => (threadId === 'a' ? new Promise((resolve) => fetched.push(resolve)) : {}),
    } as unknown as ThreadDocuments,
    members: {} as unknown as MemberDocuments,
    service: new ServiceParticipant('service'),
    look: () => Promise.resolve(),
  });
  const handle = (event: ServiceEvent): void => {
    const whom = 'members' in event ? ` ${event.members.map(({ userId }) => userId).join()}` : '';
    told.push(`${event.threadId} ${event.type}${whom}`);
  };
  const nothing = (): void => undefined;
  await transport.start({
    handleConnected: nothing,
    handleDisconnected: nothing,
    handlePollDue: nothing,
    handleCheckDue: () => Promise.resolve(false),
    handleEvent: handle,
  });
  return { transport, sink, fetched, told };
}

it('holds back what comes after something that has to be fetched, in that thread and in no other', async () => {
  const { transport, sink, fetched, told } = await start();
  sink.handleEvent(changed('a'));
  sink.handleEvent(typing('a'));
  sink.handleEvent(changed('b'));
  sink.handleEvent(typing('b'));
  expect(told).toEqual(['b threadChanged', 'b typing']);
  transport.tell({ type: 'membersChanged', threadId: 'a', members: [member('bob')] });
  fetched[0]!({});
  await settled();
  expect(told.slice(2)).toEqual(['a threadChanged', 'a typing', 'a membersChanged bob']);
  await transport.stop();
});

it('tells nobody of the service participant', async () => {
  const { transport, sink, told } = await start();
  sink.handleEvent(membership('membersAdded', 'service'));
  sink.handleEvent(membership('membersAdded', 'bob', 'service'));
  sink.handleEvent(membership('membersRemoved', 'service', 'bob'));
  expect(told).toEqual(['a membersAdded bob', 'a membersRemoved bob']);
  await transport.stop();
});

it('says nothing after it was stopped', async () => {
  const { transport, sink, fetched, told } = await start();
  sink.handleEvent(changed('a'));
  await transport.stop();
  fetched[0]!({});
  await settled();
  expect(told).toEqual([]);
});

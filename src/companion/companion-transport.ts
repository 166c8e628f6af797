import {
  AsyncLane,
  type RealtimeSink,
  type RealtimeTransport,
  type ServiceEvent,
  type ThreadId,
} from '../core/index.js';
import type { CompanionBackend } from './companion-backend.js';
import { isElsewhere, type MemberDocuments } from './member-documents.js';
import type { ServiceParticipant } from './service-participant.js';
import type { ThreadDocuments } from './thread-documents.js';

export interface CompanionTransportOptions {
  readonly transport: RealtimeTransport;
  readonly backend: CompanionBackend;
  readonly documents: ThreadDocuments;
  readonly members: MemberDocuments;
  readonly service: ServiceParticipant;
  /** What is asked for while connected, from time to time. */
  readonly look: () => Promise<void>;
}

/** What changes at the companion and is announced to nobody is looked for this often. */
const LOOK_EVERY_MS = 60_000;

/**
 * Events, with what the companion keeps in its place. What has to be fetched holds back the later events of its thread,
 * and of no other.
 */
export class CompanionTransport implements RealtimeTransport {
  readonly #lanes = new Map<ThreadId, AsyncLane>();
  #sink: RealtimeSink | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: CompanionTransportOptions) {}

  get kind(): 'push' | 'polling' {
    return this.options.transport.kind;
  }

  async start(sink: RealtimeSink): Promise<void> {
    this.#sink = sink;
    await this.options.transport.start({
      handleConnected: () => {
        sink.handleConnected();
        // At the start, all of it is asked for anyway.
        if (this.#timer !== undefined) void this.options.look();
      },
      handleDisconnected: () => sink.handleDisconnected(),
      handleEvent: (event) => this.#take(event),
      handlePollDue: () => sink.handlePollDue(),
      handleCheckDue: () => sink.handleCheckDue(),
    });
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.options.look(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#sink = undefined;
    await this.options.transport.stop();
  }

  noteActivity(): void {
    this.options.transport.noteActivity?.();
  }

  /** Tells what the companion said, after the events of that thread that came before. */
  tell(event: ServiceEvent): void {
    void this.#laneOf(event.threadId).run(() => this.#sink?.handleEvent(event));
  }

  #take(event: ServiceEvent): void {
    const { backend, service } = this.options;
    const shown = service.hideInEvent(event);
    if (event.type === 'membersAdded' || event.type === 'membersRemoved') backend.noteMembership(event.threadId);
    if (!shown) return;
    void this.#laneOf(event.threadId).run(() => {
      const ready = this.#complete(shown);
      if (!(ready instanceof Promise)) this.#sink?.handleEvent(ready);
      else return ready.then((complete) => this.#sink?.handleEvent(complete));
    });
  }

  /** At once when nothing has to be fetched. */
  #complete(event: ServiceEvent): ServiceEvent | Promise<ServiceEvent> {
    const { documents, members } = this.options;
    const { threadId } = event;
    if (event.type === 'threadChanged') {
      const metadata = documents.show(threadId, event.topic, event.metadata);
      return metadata instanceof Promise
        ? metadata.then((complete) => ({ ...event, metadata: complete }))
        : { ...event, metadata };
    }
    if (event.type === 'membersAdded' && event.members.some(({ metadata }) => isElsewhere(metadata)))
      return members
        .load(threadId)
        .catch((error: unknown) => documents.noteFailure(error))
        .then(() => ({ ...event, members: event.members.map((member) => members.show(threadId, member)) }));
    return event;
  }

  #laneOf(threadId: ThreadId): AsyncLane {
    const known = this.#lanes.get(threadId);
    if (known) return known;
    const lane = new AsyncLane();
    this.#lanes.set(threadId, lane);
    return lane;
  }
}

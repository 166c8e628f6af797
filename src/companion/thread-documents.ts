import {
  AsyncLane,
  AttributesTooLargeError,
  type ChatBackend,
  fieldsOf,
  isChatError,
  isSameJson,
  type Json,
  type Metadata,
  readDocument,
  type ServiceEvent,
  type ThreadId,
  writeDocument,
} from '../core/index.js';
import { type CompanionRequest, segment, SHORT_PATIENCE_MS } from './companion-requests.js';
import { ACS_ROOM, type Marks, readMarks, sizeOf, withMarks, withoutMarks } from './document-marks.js';

interface StoredAttributes {
  readonly revision: number;
  readonly value: Json;
}

interface ThreadState {
  /** As ACS has them; `undefined` before they were seen. */
  raw: Metadata | undefined;
  topic: string;
  attributes: StoredAttributes | undefined;
  /** The attributes could not be fetched: what is shown is older. */
  isStale: boolean;
  /** The newest revisions that this client announced. */
  announced: Marks;
  repeats: number;
  /** One change at a time, because each writes all of the metadata. */
  readonly changes: AsyncLane;
}

export interface ThreadDocumentsOptions {
  readonly backend: ChatBackend;
  readonly request: CompanionRequest;
  /** Tells the layers above what no event of ACS says. */
  readonly tell: (event: ServiceEvent) => void;
  readonly noteFailure: (error: unknown) => void;
  /** The marks of a thread are different from what was seen before. */
  readonly handleMarks: (threadId: ThreadId, marks: Marks, before: Marks | undefined) => void;
}

/** Others may overwrite an announcement with what they knew before; this often it is said again. */
const MOST_REPEATS = 5;

/** As long as any revision will be. */
const LONGEST_REVISION = Number.MAX_SAFE_INTEGER;

/**
 * Metadata of threads as the layers above see them, the attributes complete, and as ACS has them, with a mark where the
 * attributes are a document at the companion. Whoever sees the mark change knows that there is something to fetch.
 */
export class ThreadDocuments {
  readonly #states = new Map<ThreadId, ThreadState>();

  constructor(private readonly options: ThreadDocumentsOptions) {}

  marksOf(threadId: ThreadId): Marks {
    return readMarks(this.#stateOf(threadId).raw ?? {});
  }

  /** The unique name, as far as it was seen. */
  nameOf(threadId: ThreadId): unknown {
    return readDocument(this.#stateOf(threadId).raw ?? {})['uniqueName'];
  }

  noteFailure(error: unknown): void {
    this.options.noteFailure(error);
  }

  /** Takes metadata as ACS has them, all or what was changed. @returns at once when nothing has to be fetched */
  show(threadId: ThreadId, topic: string, metadata: Metadata): Metadata | Promise<Metadata> {
    const state = this.#stateOf(threadId);
    const before = state.raw && readMarks(state.raw);
    const raw = { ...state.raw, ...metadata };
    Object.assign(state, { raw, topic });
    const marks = readMarks(raw);
    this.options.handleMarks(threadId, marks, before);
    this.#repeatWhatWasOverwritten(threadId, state, marks);
    const { attributes } = state;
    const isFetched = attributes !== undefined && attributes.revision >= (marks.attributes ?? 0);
    if (!isElsewhere(raw, marks) || isFetched) return this.#visible(state);
    return this.#fetch(threadId, state).then(() => this.#visible(state));
  }

  /**
   * Changes topic, metadata or marks: attributes that do not fit into the metadata go to the companion first.
   * @param visible as the layers above see them; default: as they are
   * @throws ChatError
   */
  change(
    threadId: ThreadId,
    { topic, visible, marks }: { topic?: string | undefined; visible?: Metadata | undefined; marks?: Marks },
  ): Promise<void> {
    const state = this.#stateOf(threadId);
    return state.changes.run(async () => {
      const { backend } = this.options;
      if (state.raw === undefined) {
        const record = await backend.getThread(threadId);
        await this.show(threadId, record.topic, record.metadata);
      }
      const next = visible && { ...withoutMarks(state.raw ?? {}), ...visible };
      const all = { ...this.marksOf(threadId), ...marks };
      const metadata = next || marks ? await this.#pack(threadId, state, next ?? this.#visible(state), all) : undefined;
      await backend.updateThread(threadId, { ...(topic !== undefined && { topic }), ...(metadata && { metadata }) });
      if (metadata) Object.assign(state, { raw: metadata, announced: readMarks(metadata), repeats: 0 });
    });
  }

  /** Says at ACS that something at the companion has changed. Never rejects: whoever missed it hears of it later. */
  async announce(threadId: ThreadId, marks: Marks): Promise<void> {
    await this.change(threadId, { marks }).catch(this.options.noteFailure);
  }

  /** Tries again what could not be fetched. */
  async retry(): Promise<void> {
    for (const [threadId, state] of this.#states) {
      if (!state.isStale) continue;
      // The next ones would wait in vain, too.
      if (!(await this.#fetch(threadId, state))) return;
      const metadata = this.#visible(state);
      this.options.tell({ type: 'threadChanged', threadId, topic: state.topic, metadata, changedOn: new Date() });
    }
  }

  /** @returns metadata for ACS @throws AttributesTooLargeError before anything is stored */
  async #pack(threadId: ThreadId, state: ThreadState, visible: Metadata, marks: Marks): Promise<Metadata> {
    const small = withMarks({ ...state.raw, ...visible }, { ...marks, attributes: undefined });
    if (sizeOf(small) <= ACS_ROOM) return small;
    const { attributes = {}, ...rest } = readDocument(visible) as Readonly<Record<string, Json>>;
    const packed = (revision: number): Metadata =>
      withMarks({ ...state.raw, ...visible, ...writeDocument(rest) }, { ...marks, attributes: revision });
    const size = sizeOf(packed(LONGEST_REVISION));
    if (size > ACS_ROOM)
      throw new AttributesTooLargeError('the names of the conversation', size, ACS_ROOM, 'Shorten them.');
    const stored = state.attributes;
    const isThere = stored?.revision === marks.attributes && isSameJson(stored?.value, attributes);
    const kept = stored && isThere ? stored : await this.#store(threadId, attributes);
    state.attributes = kept;
    return packed(kept.revision);
  }

  async #store(threadId: ThreadId, attributes: Json): Promise<StoredAttributes> {
    const answer = await this.options.request('PUT', pathOf(threadId), { attributes }, { withAcsToken: true });
    return { revision: Number(fieldsOf(answer)['revision']), value: attributes };
  }

  /** What cannot be fetched stays as it was shown last, and is asked for again later. @returns whether it is known now */
  async #fetch(threadId: ThreadId, state: ThreadState): Promise<boolean> {
    try {
      const options = { withAcsToken: true, patienceMs: SHORT_PATIENCE_MS };
      const answer = await this.options.request('GET', pathOf(threadId), undefined, options);
      const { attributes = {}, revision } = fieldsOf(answer);
      state.attributes = { revision: Number(revision), value: attributes as Json };
      state.isStale = false;
    } catch (error) {
      state.isStale = !isChatError(error, 'not-found');
      if (state.isStale) this.options.noteFailure(error);
    }
    return !state.isStale;
  }

  #visible({ raw = {}, attributes }: ThreadState): Metadata {
    const visible = withoutMarks(raw);
    if (!isElsewhere(raw, readMarks(raw)) || !attributes) return visible;
    const document = readDocument(raw) as Readonly<Record<string, Json>>;
    return { ...visible, ...writeDocument({ ...document, attributes: attributes.value }) };
  }

  #repeatWhatWasOverwritten(threadId: ThreadId, state: ThreadState, marks: Marks): void {
    const { participants = 0, horizons } = state.announced;
    const isOverwritten = (marks.participants ?? 0) < participants || (horizons && !marks.horizons);
    if (!isOverwritten || state.repeats >= MOST_REPEATS) return;
    const repeats = state.repeats + 1;
    void this.announce(threadId, { participants, horizons }).then(() => (state.repeats = repeats));
  }

  #stateOf(threadId: ThreadId): ThreadState {
    const known = this.#states.get(threadId);
    if (known) return known;
    const state: ThreadState = {
      raw: undefined,
      topic: '',
      attributes: undefined,
      isStale: false,
      announced: {},
      repeats: 0,
      changes: new AsyncLane(),
    };
    this.#states.set(threadId, state);
    return state;
  }
}

const pathOf = (threadId: ThreadId): string => `/conversations/${segment(threadId)}/attributes`;

/** Attributes in the metadata go before those at the companion: a client without it wrote them later. */
const isElsewhere = (raw: Metadata, marks: Marks): boolean =>
  marks.attributes !== undefined && !('attributes' in readDocument(raw));

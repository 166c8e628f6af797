import { beforeEach, describe, expect, it } from 'vitest';
import { ThreadDocuments } from '../../../src/companion/thread-documents.js';
import {
  ChatError,
  type ChatBackend,
  decodeThread,
  encodeThread,
  type Metadata,
  type ServiceEvent,
} from '../../../src/core/index.js';

const T = '19:a@thread.v2';
const large = { text: 'x'.repeat(3_000) };
const LIMIT = 20_000;
const named = (attributes: object): Metadata =>
  encodeThread({ name: 'room', uniqueName: null, attributes: attributes as never }, {}, LIMIT).metadata;
const attributesOf = (metadata: Metadata): unknown => decodeThread({ topic: 'room', metadata }).attributes;

/** What ACS and the companion hold; requests can be made to fail. */
class Services {
  raw: Metadata = {};
  stored: { attributes: unknown; revision: number } | undefined;
  isDown = false;
  writes = 0;
  readonly requests: string[] = [];
  readonly told: ServiceEvent[] = [];
  readonly failures: unknown[] = [];
  readonly backend = {
    getThread: () => Promise.resolve({ id: T, topic: 'room', metadata: this.raw, createdOn: new Date(0) }),
    updateThread: (_: string, patch: { metadata?: Metadata }) => {
      this.writes++;
      this.raw = { ...this.raw, ...patch.metadata };
      return Promise.resolve();
    },
  } as unknown as ChatBackend;

  request = (method: string, _path: string, body?: unknown): Promise<unknown> => {
    this.requests.push(method);
    if (this.isDown) return Promise.reject(new ChatError('service-error', 'unable to reach the companion; away'));
    if (method === 'PUT') {
      this.stored = { ...(body as { attributes: unknown }), revision: (this.stored?.revision ?? 0) + 1 };
      return Promise.resolve({ revision: String(this.stored.revision) });
    }
    if (!this.stored) return Promise.reject(new ChatError('not-found', 'unable to find it', { status: 404 }));
    return Promise.resolve({ attributes: this.stored.attributes, revision: String(this.stored.revision) });
  };

  client(): ThreadDocuments {
    const { backend, request } = this;
    return new ThreadDocuments({
      backend,
      request,
      tell: (event) => this.told.push(event),
      noteFailure: (error) => this.failures.push(error),
      handleMarks: () => undefined,
    });
  }
}

/** Everything that was begun with promises alone is done. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

let services: Services;
beforeEach(() => {
  services = new Services();
});

describe('documents of a thread', () => {
  it('keep small attributes where clients without a companion find them: no request to it', async () => {
    await services.client().change(T, { visible: named({ a: 1 }) });
    expect(services.requests).toEqual([]);
    expect(attributesOf(services.raw)).toEqual({ a: 1 });
  });

  it('put large ones to the companion first, and show them whole to everybody', async () => {
    await services.client().change(T, { visible: named(large) });
    expect(services.requests).toEqual(['PUT']);
    expect(JSON.stringify(services.raw).length).toBeLessThan(300);
    const shown = await services.client().show(T, 'room', services.raw);
    expect(attributesOf(shown)).toEqual(large);
  });

  it('change nothing at ACS when the companion does not take them', async () => {
    services.isDown = true;
    await expect(services.client().change(T, { visible: named(large) })).rejects.toMatchObject({
      code: 'service-error',
    });
    expect(services.raw).toEqual({});
  });

  it('refuse names that do not fit before anything is stored', async () => {
    const { metadata } = encodeThread({ name: '', uniqueName: 'u'.repeat(1_100), attributes: large }, {}, LIMIT);
    await expect(services.client().change(T, { visible: metadata })).rejects.toMatchObject({ code: 'too-large' });
    expect(services.requests).toEqual([]);
  });

  it('are not stored again when only something else changes', async () => {
    const client = services.client();
    await client.change(T, { visible: named(large) });
    await client.change(T, { marks: { participants: 3 } });
    expect(services.requests).toEqual(['PUT']);
    expect(client.marksOf(T)).toMatchObject({ attributes: 1, participants: 3 });
  });

  it('are asked for once per revision', async () => {
    await services.client().change(T, { visible: named(large) });
    const reader = services.client();
    await reader.show(T, 'room', services.raw);
    expect(reader.show(T, 'renamed', services.raw)).not.toBeInstanceOf(Promise);
    expect(services.requests).toEqual(['PUT', 'GET']);
  });

  it('stay as they were while the companion is away, and are told when it is back', async () => {
    const [writer, reader] = [services.client(), services.client()];
    await writer.change(T, { visible: named(large) });
    await reader.show(T, 'room', services.raw);
    await writer.change(T, { visible: named({ ...large, more: true }) });
    services.isDown = true;
    expect(attributesOf(await reader.show(T, 'room', services.raw))).toEqual(large);
    await reader.retry();
    expect(services.told).toEqual([]);
    expect(services.failures.length).toBeGreaterThan(0);
    services.isDown = false;
    await reader.retry();
    const [event] = services.told as { metadata: Metadata }[];
    expect(attributesOf(event!.metadata)).toEqual({ ...large, more: true });
    await reader.retry();
    expect(services.told).toHaveLength(1);
  });

  it('give way to what a client without a companion wrote later', async () => {
    const client = services.client();
    await client.change(T, { visible: named(large) });
    const shown = await services.client().show(T, 'room', { ...services.raw, ...named({ mine: true }) });
    expect(attributesOf(shown)).toEqual({ mine: true });
  });

  it('are announced again when somebody wrote over the announcement, but not for ever', async () => {
    const client = services.client();
    await client.announce(T, { participants: 7 });
    services.writes = 0;
    for (let n = 0; n < 20; n++) {
      services.raw = { rethreadDocs: '{"p":6}' };
      await client.show(T, 'room', services.raw);
      await settled();
      if (n === 0) expect(services.raw).toEqual({ rethreadDocs: '{"p":7}' });
    }
    expect(services.writes).toBe(5);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodePacket } from '../../../src/emulator/realtime/packets.js';
import { Session, type SessionConnection } from '../../../src/emulator/realtime/session.js';

const identity = { sessionId: 's1', userId: 'alice', endpointId: 'e1', pushPath: '/v4/f/e1/' };

describe('a session', () => {
  let sent: string[];
  let connection: SessionConnection;
  let session: Session;
  const onClose = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    onClose.mockReset();
    sent = [];
    connection = {
      transport: 'websocket',
      send: (packets) => void sent.push(...packets.map(encodePacket)),
      keepAlive: () => void sent.push('kept alive'),
      cut: vi.fn(),
    };
    session = new Session(identity, connection, onClose);
  });

  afterEach(() => {
    session.close();
    vi.useRealTimers();
  });

  it('says connected before anything else, with the arguments that the client cannot do without', () => {
    session.welcome();
    expect(sent).toEqual(['1::', '5:::{"name":"trouter.connected","args":[{"ttl":"86400","dur":"0","id":"e1"}]}']);
  });

  it('acknowledges events that want it, and answers nothing else', () => {
    session.receive('5:1+::{"name":"user.activity","args":[{"state":"active"}]}');
    session.receive('5:2+::{"name":"ping"}');
    session.receive('5:::{"name":"user.activity"}');
    session.receive('2::');
    session.receive('3:::{"id":1,"status":200}');
    session.receive('nonsense');
    expect(sent).toEqual(['6:::1+[]', '6:::2+[]']);
  });

  it('numbers its notifications', () => {
    session.push('{"eventId":200}');
    session.push('{"eventId":245}');
    const frames = sent.map((text) => JSON.parse(text.slice('3:::'.length)) as unknown);
    expect(frames).toMatchObject([
      { id: 1, method: 'POST', url: '/v4/f/e1/', body: '{"eventId":200}' },
      { id: 2, method: 'POST', url: '/v4/f/e1/', body: '{"eventId":245}' },
    ]);
  });

  it('keeps the connection alive every 25 s', () => {
    vi.advanceTimersByTime(50_000);
    expect(sent).toEqual(['kept alive', 'kept alive']);
  });

  it('ends when the client says so', () => {
    session.receive('0::');
    expect(connection.cut).toHaveBeenCalledOnce();
    expect(onClose).toHaveBeenCalledExactlyOnceWith(session);
  });

  it('sends nothing and leaves no timer behind once closed', () => {
    session.close();
    session.close();
    session.push('{}');
    expect(onClose).toHaveBeenCalledOnce();
    expect(sent).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sends and acknowledges nothing while frozen', () => {
    session.freeze();
    session.push('{"lost":true}');
    session.receive('5:1+::{"name":"ping"}');
    vi.advanceTimersByTime(60_000);
    expect(sent).toEqual([]);

    session.thaw();
    session.receive('5:2+::{"name":"ping"}');
    expect(sent).toEqual(['6:::2+[]']);
    expect(connection.cut).not.toHaveBeenCalled();
  });
});

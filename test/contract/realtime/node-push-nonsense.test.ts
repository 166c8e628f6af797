import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { createAcsChatClient } from '../../../src/acs/index.js';
import { AcsSignalingTransport } from '../../../src/realtime/index.js';
import { withNodePush } from '../../../src/realtime-node/index.js';
import { RecordingSink } from '../../unit/realtime/recording-sink.js';
import { tokenOf } from './realtime-host.js';
import { BOB } from './sample-events.js';

/** What the service says at each step. `ORIGIN` stands for its own address. */
const SENSE = {
  configuration: '{"trouterServiceUrl":"ORIGIN","registrarServiceUrl":"ORIGIN","cloudType":"public"}',
  allocation:
    '{"socketio":"ORIGIN/","url":"ORIGIN/v4/f/1/","surl":"ORIGIN/v4/f/1/","connectparams":{},"ttl":"60","ccid":"1"}',
  handshake: '1:60:60:websocket',
  greeting: '1::',
  connected: '5:::{"name":"trouter.connected","args":[{"ttl":"60"}]}',
};
type Step = keyof typeof SENSE;

// An uncaught error or unhandled rejection fails the run: that is what is tested here.
describe('push in Node, told nonsense', () => {
  let server: Server;
  let sockets: WebSocketServer;
  let origin: string;
  let answers: Record<Step, string>;
  let reached: Set<Step>;

  const answer = (step: Step): string => {
    reached.add(step);
    return answers[step].replaceAll('ORIGIN', origin);
  };
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url!;
    const json = { 'Content-Type': 'application/json' };
    if (path.startsWith('/chat/config')) response.writeHead(200, json).end(answer('configuration'));
    else if (path.startsWith('/v4/a')) response.writeHead(200, json).end(answer('allocation'));
    else if (path.startsWith('/socket.io/')) response.end(answer('handshake'));
    else response.writeHead(202).end();
  };

  beforeEach(async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue();
    answers = { ...SENSE };
    reached = new Set();
    server = createServer(respond);
    sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => {
      socket.send(answer('greeting'));
      socket.send(answer('connected'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    vi.restoreAllMocks();
  });

  const createTransport = (connectTimeoutMs: number) => {
    const tokens = { current: () => tokenOf(BOB), refresh: () => Promise.resolve(false) };
    const client = withNodePush(createAcsChatClient({ endpoint: origin, tokens }));
    return new AcsSignalingTransport({ client, connectTimeoutMs });
  };

  const outcomeOf = async (connectTimeoutMs: number): Promise<unknown> => {
    const transport = createTransport(connectTimeoutMs);
    const outcome = await transport.start(new RecordingSink()).catch((error: unknown) => error);
    await transport.stop();
    return outcome;
  };

  it.each<[Step, string]>([
    ['configuration', 'null'],
    ['configuration', '{"trouterServiceUrl":{},"registrarServiceUrl":[],"cloudType":1}'],
    ['allocation', 'null'],
    ['allocation', '[]'],
    ['allocation', '{'],
    ['allocation', '{"socketio":"nonsense","url":"?","surl":"?","connectparams":null,"ttl":"x","ccid":1}'],
    ['handshake', '1:60:60:carrier-pigeon'],
    ['connected', '5:::{"name":"trouter.connected"}'],
    ['connected', '5:::{"name":"trouter.connected","args":[null]}'],
    ['connected', '3:::{"id":1,"body":'],
    ['connected', 'nonsense'],
  ])('gives up without harm when the %s is %s', async (step, nonsense) => {
    answers[step] = nonsense;
    expect(await outcomeOf(700)).toMatchObject({ code: 'unavailable' });
    expect(reached).toContain(step);
  });

  it.each<[Step, string]>([
    ['handshake', ''],
    ['handshake', 'nonsense'],
    ['greeting', '5:::{"name":'],
  ])('connects nevertheless when the %s is %j', async (step, nonsense) => {
    answers[step] = nonsense;
    expect(await outcomeOf(5_000)).toBeUndefined();
    expect(reached).toContain(step);
  });
});

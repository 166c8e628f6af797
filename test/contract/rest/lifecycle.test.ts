import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator } from '../../../src/emulator/index.js';
import { all, createThread, startRestFixture, toTestUser } from './rest-fixture.js';

describe('starting and stopping', () => {
  it('says so when the port is taken', async () => {
    const first = await startEmulator();
    const port = Number(new URL(first.endpoint).port);
    await expect(startEmulator({ port })).rejects.toThrow(
      new RegExp(`^unable to start the emulator; port ${port} is already in use: .+$`),
    );
    await first.stop();
    const second = await startEmulator({ port });
    expect(second.endpoint).toBe(first.endpoint);
    await second.stop();
  });

  it('says so when the host cannot be had', async () => {
    await expect(startEmulator({ host: '192.0.2.1' })).rejects.toThrow(/cannot listen on 192\.0\.2\.1:0/);
  });

  it('can listen on IPv6', async () => {
    const emulator = await startEmulator({ host: '::1' });
    expect(emulator.endpoint).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${emulator.endpoint}/_emulator/health`)).status).toBe(200);
    await emulator.stop();
  });

  it('stops with connections open and requests waiting', async () => {
    const fixture = await startRestFixture();
    const alice = await fixture.user();
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve) => {
      get(`${fixture.emulator.endpoint}/_emulator/health`, { agent }, (response) =>
        response.resume().on('end', resolve),
      );
    });
    fixture.emulator.faults.add({ kind: 'delay', ms: 3_600_000 });
    const waiting = alice.request('GET', '/chat/threads');
    const failed = expect(waiting).rejects.toThrow();
    await expect.poll(() => fixture.emulator.requests.count()).toBe(1);
    await Promise.all([fixture.emulator.stop(), fixture.emulator.stop()]);
    await failed;
    agent.destroy();
  });

  it('refuses sockets at paths that are nobody’s, also to those who do not wait', async () => {
    const emulator = await startEmulator();
    const { hostname, port } = new URL(emulator.endpoint);
    const ask = () => {
      const socket = connect(Number(port), hostname);
      socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      return socket;
    };
    ask().resetAndDestroy();
    const [answer] = (await once(ask(), 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /);
    await emulator.stop();
  });

  it('does not make tokens for nobody or for anything', async () => {
    const emulator = await startEmulator();
    const { userId } = await emulator.createUser();
    await expect(emulator.issueToken('8:acs:nobody')).rejects.toThrow(/no identity 8:acs:nobody/);
    await expect(emulator.issueToken(userId, ['root'])).rejects.toThrow(/no scope root/);
    await emulator.stop();
  });

  it('leaves the globals of the process alone', async () => {
    const before = [globalThis.Request, globalThis.Response];
    const emulator = await startEmulator();
    await fetch(`${emulator.endpoint}/_emulator/health`);
    await emulator.stop();
    expect([globalThis.Request, globalThis.Response]).toEqual(before);
  });
});

describe('with a snapshot', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on where it stopped, tokens included', async () => {
    const snapshot = join(folder, 'state.json');
    const first = await startRestFixture({ snapshot });
    const [alice, bob] = [await first.user(), await first.user()];
    const threadId = await createThread(alice, bob);
    const { id } = await alice.thread(threadId).sendMessage({ content: 'hi' }, { metadata: { k: 'v' } });
    await bob.thread(threadId).sendReadReceipt({ chatMessageId: id });
    const before = await all(bob.thread(threadId).listMessages());
    first.emulator.clock.advance(5000);
    await first.stop();

    const second = await startEmulator({ snapshot });
    const again = toTestUser(second.endpoint, bob.userId, bob.token);
    expect(await all(again.thread(threadId).listMessages())).toEqual(before);
    expect(await all(again.thread(threadId).listReadReceipts())).toHaveLength(1);
    expect((await again.thread(threadId).sendMessage({ content: 'still here' })).id > id).toBe(true);
    await second.stop();
  });

  it('says so at start when it cannot be written', async () => {
    await expect(startEmulator({ snapshot: join(folder, 'missing', 'state.json') })).rejects.toThrow(
      /unable to write the snapshot/,
    );
  });
});

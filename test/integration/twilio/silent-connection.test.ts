import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client, Conversation } from '../../../src/index.js';
import { FastClock } from '../../helper/fast-clock.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

const REGISTRATION = { method: 'POST', path: /\/v3\/registrations$/ };

describe('a push connection that dies without a word', () => {
  const clock = new FastClock();
  let world: TwilioWorld;
  let alice: Client;
  let his: Conversation;
  let received: string[];
  let states: string[];
  let warnings: string[];

  beforeEach(async () => {
    clock.install();
    world = await TwilioWorld.start();
    warnings = [];
  });
  afterEach(async () => {
    await clock.during(world.stop());
    clock.uninstall();
  });

  async function meet(): Promise<void> {
    const ignore = (): void => undefined;
    const logger = { debug: ignore, info: ignore, warn: (line: string) => warnings.push(line), error: ignore };
    alice = await world.client('alice', { rethread: { realtime: 'push', logger } });
    const bob = await world.client('bob', { rethread: { realtime: 'polling' } });
    [, his] = (await world.conversation(alice, bob)) as [Conversation, Conversation];
    [received, states] = [[], []];
    alice.on('messageAdded', ({ body }) => received.push(body!));
    alice.on('connectionStateChanged', (state) => states.push(state));
  }

  const aliceId = () => world.user('alice').userId;
  const connections = () => world.emulator.requests.count({ userId: aliceId(), path: /^\/v4\/a$/ });
  const hasReceived = (count: number) => () => received.length >= count;

  /** Pushed, so no time has to pass: half a minute is less than the watch takes to look. */
  async function receivesByPush(text: string): Promise<void> {
    await clock.during(his.sendMessage(text));
    await clock.until(() => received.includes(text), 30_000);
  }

  it('the registrar refused a token: the client of the service gave up in silence, and is started again', async () => {
    world.emulator.faults.add({ kind: 'answer', status: 401, times: 4, ...REGISTRATION });
    await clock.during(meet());
    await clock.until(() => world.emulator.requests.count(REGISTRATION) === 4);
    await clock.during(his.sendMessage('can you hear me?'));
    await clock.until(hasReceived(1));
    await clock.until(() => states.includes('connected'));
    expect([states, connections()]).toEqual([['connecting', 'connected'], 2]);

    await receivesByPush('and now?');
    expect(received).toEqual(['can you hear me?', 'and now?']);
  });

  it('the peer is silent: no answer to a ping ends the connection, and what was missed is found', async () => {
    await clock.during(meet());
    world.emulator.faults.freezeSockets(aliceId());
    await clock.during(his.sendMessage('can you hear me?'));
    await clock.until(hasReceived(1));
    await clock.until(() => states.includes('connected'));
    await receivesByPush('and now?');
    expect(received).toEqual(['can you hear me?', 'and now?']);
  });

  it('the machine slept: the connection is replaced within seconds, and what was missed is found', async () => {
    await clock.during(meet());
    world.emulator.faults.freezeSockets(aliceId());
    await clock.during(his.sendMessage('can you hear me?'));
    clock.sleep(3_600_000);
    await clock.until(hasReceived(1), 20_000);
    expect(states).toEqual(['connecting', 'connected']);
    await receivesByPush('and now?');
  });

  it('a push was lost on a connection that works: found within two minutes, with one warning', async () => {
    await clock.during(meet());
    // The list of threads tells seconds: what happens in the second of something seen does not show there.
    await clock.pass(3_000);
    world.emulator.faults.push.loseNext(1, { userId: aliceId() });
    await clock.during(his.sendMessage('can you hear me?'));
    await clock.until(hasReceived(1));
    await receivesByPush('and now?');
    expect(received).toEqual(['can you hear me?', 'and now?']);
    expect(warnings).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runScript } from '../../helper/run-script.js';
import { REALTIMES, TwilioWorld } from '../../helper/twilio-world.js';

describe.each(REALTIMES)('shutdown in a process of its own, realtime: %s', (realtime) => {
  let world: TwilioWorld;

  beforeEach(async () => {
    world = await TwilioWorld.start({ realtime });
  });
  afterEach(() => world.stop());

  it('§2.7 nothing is left running: a process that used a client ends by itself', async () => {
    const alice = await world.client('alice');
    const [conversation] = await world.conversation(alice);
    const { exitCode, output } = await runScript(new URL('quiet-shutdown.script.ts', import.meta.url), {
      CONNECTION_TOKEN: world.user('alice').connectionToken,
      CONVERSATION: conversation!.sid,
      REALTIME: realtime,
    });

    expect(output).toMatch(/^shut down in state disconnect/);
    expect(exitCode).toBe(0);
    expect((await conversation!.getMessages()).items.map(({ body }) => body)).toEqual(['on my way out']);
  });
});

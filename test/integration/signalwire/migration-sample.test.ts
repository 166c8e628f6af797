import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SignalWireClient } from '../../../src/signalwire/index.js';
import { readSamples } from '../../helper/markdown-samples.js';
import { PATIENCE } from '../../helper/next-event.js';
import { listen, SignalWireWorld } from '../../helper/signalwire-world.js';

let world: SignalWireWorld;

beforeEach(async () => {
  world = await SignalWireWorld.start();
});
afterEach(() => world.stop());

it('what the migration chapter shows works as it stands there', async () => {
  const samples = await readSamples('MIGRATION.md');
  const after = samples.find(({ code }) => code.includes("'rethread/signalwire'"));
  const { SignalWire, configure } = await world.library();
  const show = vi.fn();
  const given = {
    acsToken: world.user('alice').token,
    endpoint: world.emulator.endpoint,
    identities: world.identities,
    show,
  };
  expect(after!.given).toEqual(Object.keys(given));
  const imported = after!.code.replace(/^import \{ configure, SignalWire \} from 'rethread\/signalwire';$/m, '');
  expect(imported).not.toBe(after!.code);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the sample is text
  const run = new Function(
    'configure, SignalWire, given',
    `const { ${after!.given.join()} } = given; return (async () => { ${imported}; return client; })()`,
  ) as (...args: unknown[]) => Promise<SignalWireClient>;
  const bob = await world.client('bob');
  const heard = await listen(bob, 'alice');
  world.own(await run(configure, SignalWire, given));
  await vi.waitFor(() => expect(show.mock.calls).toEqual([['Hello!']]), PATIENCE);
  await vi.waitFor(() => expect(heard.texts()).toEqual(['Hello!']), PATIENCE);
});

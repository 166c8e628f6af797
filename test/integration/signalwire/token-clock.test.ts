import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FastClock } from '../../helper/fast-clock.js';
import { SignalWireWorld } from '../../helper/signalwire-world.js';

const clock = new FastClock();
let world: SignalWireWorld;

beforeEach(async () => {
  clock.install();
  world = await SignalWireWorld.start();
});
afterEach(async () => {
  await clock.during(world.stop());
  clock.uninstall();
});

it('§2.3 onRefreshToken is called three minutes before the token ends, once; updateToken keeps the client going', async () => {
  const { userId } = world.user('alice');
  const { token } = await world.emulator.fault('tokenAboutToExpire', { userId, inMs: 240_000 });
  const { SignalWire } = await world.library();
  const onRefreshToken = vi.fn();
  const azure = { ...world.options, endpoint: world.emulator.endpoint };
  const client = world.own(await clock.during(SignalWire({ token, onRefreshToken, azure })));
  await clock.pass(30_000);
  expect(onRefreshToken).not.toHaveBeenCalled();
  await clock.until(() => onRefreshToken.mock.calls.length > 0, 60_000);
  await clock.during(client.updateToken((await world.emulator.issueToken(userId)).token));
  await clock.pass(200_000);
  const sent = await clock.during(client.chat.sendMessage({ addressId: 'bob', text: 'still here' }));
  expect(sent.id).toMatch(/^\d+$/);
  expect(onRefreshToken).toHaveBeenCalledOnce();
});

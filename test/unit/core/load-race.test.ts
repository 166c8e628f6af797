import { expect, it } from 'vitest';
import { LoadRace } from '../../../src/core/load-race.js';

const failure = (reason: string): Promise<string> => Promise.reject(new Error(reason));

it('is won by the first success, whoever failed before', async () => {
  const race = new LoadRace<string>();
  race.enter(failure('first'));
  race.enter(new Promise(() => undefined));
  race.enter(Promise.resolve('third'));
  expect(await race.winner).toBe('third');
});

it('fails with the last failure when all have failed', async () => {
  const race = new LoadRace<string>();
  race.enter(failure('first'));
  race.enter(failure('second'));
  await expect(race.winner).rejects.toThrow('second');
});

it('can be abandoned, once nobody has won', async () => {
  const [open, won] = [new LoadRace<string>(), new LoadRace<string>()];
  open.enter(new Promise(() => undefined));
  open.abandon(new Error('closed'));
  await expect(open.winner).rejects.toThrow('closed');
  won.enter(Promise.resolve('it'));
  await won.winner;
  won.abandon(new Error('closed'));
  expect(await won.winner).toBe('it');
});

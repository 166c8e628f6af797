import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, isChatError } from '../../../src/index.js';
import { anyValue, HOSTILE_VALUES } from '../../helper/any-value.js';
import { propertyRuns } from '../../helper/property-runs.js';
import { callMethod, makeSubjects, PUBLIC_METHODS } from '../../helper/public-methods.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

/** They end what the other calls work on, whatever the arguments: bad-input.test.ts has them. */
const FINAL = ['Client.shutdown', 'Conversation.delete', 'Conversation.leave', 'Message.remove', 'Participant.remove'];
const METHODS = PUBLIC_METHODS.filter((name) => !FINAL.includes(name));
/** What engines say when code trusts a value that it should not. */
const INTERNAL =
  /\breading '|is not a function|not iterable|is not defined|Cannot (convert|read|set|mix)|call stack|circular|Invalid (array|string|count)|not an object|URI malformed|BigInt/;

describe('anything as an argument', () => {
  let world: TwilioWorld;
  let alice: Client;

  beforeAll(async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    vi.spyOn(console, 'warn').mockReturnValue();
    world = await TwilioWorld.start();
    alice = await world.client('alice');
  });
  afterAll(async () => {
    await world.stop();
    vi.restoreAllMocks();
  });

  it.each(METHODS)('%s: no internal error, no request that the service finds wrong', async (method) => {
    const client = method === 'Client.updateToken' ? await world.client('bob') : alice;
    const subjects = await makeSubjects(client, world);
    const play = async (args: readonly unknown[]): Promise<void> => {
      world.emulator.requests.clear();
      let problem: unknown;
      try {
        await callMethod(world, subjects, method, args);
      } catch (error) {
        problem = error;
      }
      expect(complaintAbout(problem)).toBeUndefined();
      expect(world.emulator.requests.list().filter(({ status }) => isWrong(status))).toEqual([]);
    };

    for (const [what, value] of HOSTILE_VALUES) {
      for (const args of [[value], ['text', value], ['text', { contentType: 'a/b', media: 'x' }, value]]) {
        await play(args).catch((error: unknown) => expect.fail(`${what} as argument ${args.length}: ${String(error)}`));
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(anyValue, { maxLength: 4 }), play), { numRuns: propertyRuns(20) });

    // A token that the service has refused is the one thing that a client needs help with.
    if (method === 'Client.updateToken') await client.updateToken((await world.newToken('bob')).connectionToken);
    expect(client.connectionState).toBe('connected');
    await expect(subjects.Conversation.sendMessage('all is well')).resolves.toEqual(expect.any(Number));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

const isWrong = (status: number): boolean => status >= 400 && ![401, 403, 404, 409].includes(status);

/** What is wrong with what was thrown; `undefined`: it tells the app what it did wrong, in words of ours or Twilio's. */
function complaintAbout(problem: unknown): string | undefined {
  if (problem === undefined || isChatError(problem)) return undefined;
  if (typeof problem === 'string') return problem.startsWith('Failed to obtain') ? undefined : problem;
  if (!(problem instanceof Error)) return `no error: ${typeof problem}`;
  if (INTERNAL.test(problem.message)) return `${problem.name}: ${problem.message} ${problem.stack}`;
  const isOurs = problem.name === 'Error' || problem.message.startsWith('unable to ');
  return isOurs ? undefined : `${problem.name}: ${problem.message}`;
}

import { describe, expect, it } from 'vitest';
import * as sdk from '../../../src/index.js';

/** Apps make objects of the SDK in their tests, out of whatever comes to hand; only working with them may fail. */
describe('constructors of internal classes take anything', () => {
  const classes = [
    'AggregatedDeliveryReceipt',
    'ChannelMetadata',
    'ContentTemplate',
    'Conversation',
    'DetailedDeliveryReceipt',
    'EmailRecipientDescriptor',
    'Media',
    'Message',
    'MessageBuilder',
    'Participant',
    'PushNotification',
    'RestPaginator',
    'UnknownRecipientDescriptor',
    'UnsentMessage',
    'User',
  ] as const;
  const junk: [string, unknown[]][] = [
    ['nothing', []],
    ['empty objects', [{}, {}, {}]],
    ['texts', ['a', 'b', 'c']],
  ];

  it.each(classes.flatMap((name) => junk.map(([what, args]) => [name, what, args] as const)))(
    'new %s with %s',
    (name, _what, args) => {
      const constructor = sdk[name] as unknown as new (...args: unknown[]) => unknown;
      expect(new constructor(...args)).toBeInstanceOf(constructor);
    },
  );

  it('a client with a token that is none makes no request and does not throw', async () => {
    const client = new sdk.Client('junk', { logLevel: 'silent' });
    expect(client.connectionState).toBe('unknown');
    await client.shutdown();
  });

  it('classes can be subclassed, and the methods mocked', async () => {
    class Fake extends sdk.Conversation {
      override getMessagesCount(): Promise<number> {
        return Promise.resolve(7);
      }
    }
    const fake = new Fake();
    expect(fake).toBeInstanceOf(sdk.Conversation);
    expect(await fake.getMessagesCount()).toBe(7);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client, Conversation, Message } from '../../../src/index.js';
import type { UnsupportedMember } from '../../../src/twilio/unsupported.js';
import { nextEvent } from '../../helper/next-event.js';
import { TwilioWorld } from '../../helper/twilio-world.js';

describe('§9 what ACS has nothing for', () => {
  let world: TwilioWorld;
  let alice: Client;
  let hers: Conversation;
  let message: Message;

  beforeEach(async () => {
    world = await TwilioWorld.start();
    alice = await world.client('alice');
    [hers] = (await world.conversation(alice)) as [Conversation];
    const added = nextEvent(hers, 'messageAdded');
    await hers.sendMessage('hello');
    message = await added;
  });
  afterEach(() => world.stop());

  it('§9 reads are neutral, as between chat participants at Twilio', async () => {
    expect(await alice.getContentTemplates()).toEqual([]);
    expect((await hers.getMessageRecipients()).items).toEqual([]);
    const { email, sms, ...others } = hers.bindings;
    expect([email, sms, others]).toEqual([undefined, undefined, {}]);
    expect(message.contentSid).toBeNull();
    expect(await message.getContentData()).toBeNull();
    expect(await message.getChannelMetadata()).toBeNull();
    expect(await message.getMessageRecipients()).toEqual([]);
    expect([message.getEmailBody(), message.getEmailHistory()]).toEqual([null, null]);
    const [participant] = await hers.getParticipants();
    expect([participant!.type, participant!.bindings, participant!.roleSid]).toEqual(['chat', {}, '']);
  });

  it('§4.5 the limits are fixed figures, the same object for all conversations', async () => {
    const [other] = await world.conversation(alice);
    expect(other!.limits).toBe(hers.limits);
    expect(hers.limits).toEqual({
      mediaAttachmentsCountLimit: 10,
      mediaAttachmentSizeLimitInMb: 150,
      mediaAttachmentsTotalSizeLimitInMb: 150,
      emailHistoriesAllowedContentTypes: ['text/plain', 'text/html'],
      emailBodiesAllowedContentTypes: ['text/plain', 'text/html'],
    });
  });

  /** What is shown elsewhere: joining after leaving in membership.test.ts, files without a store in the unit tests. */
  type Refused = Exclude<UnsupportedMember, 'Conversation.join' | 'MessageBuilder.addMedia'>;
  const calls: Record<Refused, () => Promise<unknown>> = {
    'Client.setPushRegistrationId': () => alice.setPushRegistrationId('fcm', 'id'),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- apps still call it
    'Client.unsetPushRegistrationId': () => alice.unsetPushRegistrationId('fcm'),
    'Client.removePushRegistrations': () => alice.removePushRegistrations('fcm', 'id'),
    'Conversation.addNonChatParticipant': () => hers.addNonChatParticipant('+1', '+2'),
    'Participant.updateAttributes': async () => (await hers.getParticipants())[0]!.updateAttributes({}),
    'User.updateAttributes': () => alice.user.updateAttributes({}),
    'User.updateFriendlyName': () => alice.user.updateFriendlyName('Alice'),
    'MessageBuilder.setContentTemplate': () => hers.prepareMessage().setContentTemplate('HX1').build().send(),
    'MessageBuilder.setEmailBody': () =>
      hers.prepareMessage().setEmailBody('text/plain', { contentType: 'text/plain', media: 'x' }).build().send(),
    'MessageBuilder.setEmailHistory': () =>
      hers.prepareMessage().setEmailHistory('text/plain', { contentType: 'text/plain', media: 'x' }).build().send(),
  };

  it.each(Object.entries(calls))(
    '§9 %s rejects, naming itself, the reason and the way out; nothing is sent',
    async (member, call) => {
      await hers.getParticipants();
      world.emulator.requests.clear();
      await expect(call()).rejects.toMatchObject({
        name: 'NotSupportedError',
        code: 'not-supported',
        message: expect.stringMatching(new RegExp(`^unable to use ${member}; .+\\. .+\\.$`)) as string,
      });
      expect(world.emulator.requests.list()).toEqual([]);
    },
  );

  it("§9 with unsupported: 'silent' the app goes on", async () => {
    const quiet = await world.client('bob', { rethread: { unsupported: 'silent' } });
    await expect(quiet.setPushRegistrationId('fcm', 'id')).resolves.toBeUndefined();
    await expect(quiet.user.updateFriendlyName('Bob')).resolves.toBe(quiet.user);
  });
});

import { describe, expect, it } from 'vitest';
import { NotificationTypes } from '../../../src/twilio/notification-types.js';
import { parsePushNotification, PushNotification } from '../../../src/twilio/push-notification.js';

const NEW_MESSAGE = NotificationTypes.NEW_MESSAGE;
const nothing = { title: null, body: null, sound: null, badge: null, action: null, type: NEW_MESSAGE, data: {} };
const NO_TYPE = 'Provided push notification payload does not contain Programmable Chat push notification type';
const FOREIGN = 'Provided push notification payload is not Programmable Chat notification';

const apns = (aps: unknown, more: object = {}): object => ({ aps, twi_message_type: NEW_MESSAGE, ...more });
const fcm = (data: object): object => ({ data: { twi_message_type: NEW_MESSAGE, ...data } });
const wireData = {
  conversation_sid: 'CH1',
  conversation_title: 'Room',
  message_sid: 'IM1',
  message_index: '5',
  media_count: '2',
  media: '{"sid":"ME1"}',
};
const parsedData = {
  conversationSid: 'CH1',
  conversationTitle: 'Room',
  messageSid: 'IM1',
  messageIndex: 5,
  mediaCount: 2,
  media: { sid: 'ME1' },
};

describe('§5.7 what is read', () => {
  it.each<[string, object, object]>([
    ['Apple: text alone', apns({ alert: 'hi' }), { body: 'hi' }],
    ['Apple: title and text', apns({ alert: { title: 'Ada', body: 'hi' } }), { title: 'Ada', body: 'hi' }],
    ['Apple: text in an object', apns({ alert: { body: 'hi' } }), { body: 'hi' }],
    [
      'Apple: sound, badge, category',
      apns({ sound: 'ding', badge: 3, category: 'answer' }),
      { sound: 'ding', badge: 3, action: 'answer' },
    ],
    ['Apple: nothing', apns({}), {}],
    ['Apple: empty values count as missing', apns({ alert: '', sound: '', badge: 0, category: '' }), {}],
    ['Apple: null as alert', apns({ alert: null }), {}],
    ['Apple: data beside aps', apns({ alert: 'hi' }, wireData), { body: 'hi', data: parsedData }],
    ['Apple wins over Google', apns({ alert: 'hi' }, { data: { conversation_sid: 'CH1' } }), { body: 'hi' }],
    [
      'Google: everything',
      fcm({ twi_title: 'Ada', twi_body: 'hi', twi_sound: 'ding', twi_action: 'answer', twi_badge: '3', ...wireData }),
      { title: 'Ada', body: 'hi', sound: 'ding', action: 'answer', data: parsedData },
    ],
    ['Google: nothing', fcm({}), {}],
    ['any type', { data: { twi_message_type: 'of another kind' } }, { type: 'of another kind' }],
  ])('%s', (_name, payload, expected) => {
    const notification = parsePushNotification(payload);
    expect(notification).toBeInstanceOf(PushNotification);
    expect(Object.assign({}, notification)).toEqual({ ...nothing, ...expected });
  });

  it.each<[string, object, object]>([
    ['unparsable numbers are dropped', { message_index: 'abc', media_count: '5abc' }, {}],
    ['null is dropped', { message_index: null, conversation_title: null }, {}],
    ['numbers may be numbers', { message_index: 0, media_count: 7 }, { messageIndex: 0, mediaCount: 7 }],
    ['unparsable JSON is dropped', { media: '{bad' }, {}],
    ['media that is no text is dropped', { media: [1] }, {}],
    ['the JSON text null is a value', { media: 'null' }, { media: null }],
    ['an empty sid is a value', { conversation_sid: '' }, { conversationSid: '' }],
    ['unknown keys are left out', { author: 'Ada', channel_sid: 'CH1' }, {}],
  ])('data: %s', (_name, data, expected) => {
    expect(parsePushNotification(fcm(data)).data).toEqual(expected);
    expect(parsePushNotification(apns({}, data)).data).toEqual(expected);
  });
});

describe('§5.7 what is refused', () => {
  it.each<[string, unknown, string]>([
    ['neither form', { other: 1 }, FOREIGN],
    ['nothing in it', {}, FOREIGN],
    ['null as aps', { aps: null, twi_message_type: NEW_MESSAGE }, FOREIGN],
    ['null as data', { data: null }, FOREIGN],
    ['Apple without a type', { aps: { alert: 'hi' } }, NO_TYPE],
    ['Apple with an empty type', { aps: {}, twi_message_type: '' }, NO_TYPE],
    ['Google without a type', { data: {} }, NO_TYPE],
    ["Google with the type in Apple's place", { twi_message_type: NEW_MESSAGE, data: {} }, NO_TYPE],
    ['text', 'x', 'Argument 1 is expected to be a pure object (non-null and non-array), but got "x"'],
    ['null', null, 'Argument 1 is expected to be a pure object (non-null and non-array), but got null'],
    ['an array', [], 'Argument 1 is expected to be a pure object (non-null and non-array), but got instance of Array'],
  ])('%s', (_name, payload, message) => {
    expect(() => parsePushNotification(payload)).toThrow(new Error(message));
  });

  it('more than one argument', () => {
    const parse = parsePushNotification as (...args: unknown[]) => unknown;
    expect(() => parse({}, 2)).toThrow(new Error('Expected at most 1 argument(s), but got 2'));
  });
});

it('§1.3 the constants of NotificationTypes', () => {
  expect(Object.assign({}, NotificationTypes)).toEqual({
    TYPING_INDICATOR: 'twilio.ipmsg.typing_indicator',
    NEW_MESSAGE: 'twilio.conversations.new_message',
    ADDED_TO_CONVERSATION: 'twilio.conversations.added_to_conversation',
    REMOVED_FROM_CONVERSATION: 'twilio.conversations.removed_from_conversation',
    CONSUMPTION_UPDATE: 'twilio.channel.consumption_update',
  });
});

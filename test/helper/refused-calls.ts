import { ContentTemplateVariable } from '../../src/twilio/content-template.js';

/** A class of the app's own. */
export class Odd {
  readonly odd = true;
}
export const aFunction = (): number => 1;
/** Look-alikes of what the library hands out. */
export const participant = { sid: 'MB1', getUser: aFunction, remove: aFunction };
export const media = { sid: 'ME1', getContentTemporaryUrl: aFunction };
export const variable = new ContentTemplateVariable('1', 'Ada');

/** What is wrong, the call's arguments, and what the error says. */
export type RefusedCall = [what: string, args: unknown[], message: string];
const TEXT = 'Argument 1 is expected to be a non-empty string, but got';
const STRING = 'Argument 1 is expected to be of type string, but got';
const JSON_TEXT = 'Argument 1 is expected to be a JSON type, but got';
const INTEGER = 'Argument 1 is expected to be a non-negative integer, but got';
const OPTIONAL_INTEGER = 'is expected to be of type undefined or a non-negative integer, but got';
const HORIZON = 'Argument 1 is expected to be null or a non-negative integer, but got';
/** What `sendMessage` says of its first argument. */
export const MESSAGE =
  'Argument 1 is expected to be of type string, an instance of FormData, null or valid media options';
const MESSAGE_MEDIA = `${MESSAGE} (key "media" should be a non-empty string, an instance of Buffer or an instance of Blob); but got malformed media options (key "media" is`;
const MESSAGE_TYPE = `${MESSAGE} (key "contentType" should be a non-empty string); but got malformed media options (key "contentType" is`;
const EMAIL = 'Argument 3 is expected to be of type undefined, null or valid email attributes';
const SUBJECT = `${EMAIL} (key "subject" should be a non-empty string or of type undefined); but got malformed email attributes (key "subject" is`;
const REMOVED = 'Argument 1 is expected to be a non-empty string or an instance of Participant, but got';
const OPTIONS = 'Argument 1 is expected to be of type undefined or valid conversation options';
const PURE = 'Argument 1 is expected to be a pure object (non-null and non-array), but got';
const CLIENT_OPTIONS =
  'Argument 2 is expected to be a pure object (non-null and non-array) or of type undefined, but got';
const CREATE_OPTIONS =
  'Argument 2 is expected to be of type undefined or a pure object (non-null and non-array), but got';
const PUSH = 'Argument 1 is expected to be "fcm" or "apn", but got';
const LEVEL = 'Argument 1 is expected to be "default" or "muted", but got';
const MEDIA_LIST = 'Argument 1 is expected to be a non-empty array of media, but got';
const MEDIA_ITEM = (index: number): string =>
  `Argument 1 is expected to be a valid non-empty array of media (index ${index} should be an instance of Media), but got malformed array of media (index ${index} is`;
const SID_LIST = 'Argument 1 is expected to be a non-empty array of strings, but got';
const SID_ITEM = (index: number): string =>
  `Argument 1 is expected to be a valid non-empty array of strings (index ${index} should be of type string), but got malformed array of strings (index ${index} is`;
const conversationOption = (key: string, type: string, got: string): string =>
  `${OPTIONS} (key "${key}" should be of type ${type} or of type undefined), but got malformed conversation options (key "${key}" is ${got})`;
const BUILDER = 'is expected to be an instance of FormData or valid send media options';
const BUILDER_TYPE = `${BUILDER} (key "contentType" should be null or of type string), but got malformed send media options (key "contentType" is`;
const BUILDER_MEDIA = `${BUILDER} (key "media" should be "null", of type string, an instance of Buffer or an instance of Blob), but got malformed send media options (key "media" is`;
const BUILDER_NAME = `${BUILDER} (key "filename" should be of type string or of type undefined), but got malformed send media options (key "filename" is`;
const VARIABLES = 'Argument 2 is expected to be an array of content variables or of type undefined, but got';
const VARIABLE = (index: number): string =>
  `Argument 2 is expected to be a valid array of content variables (index ${index} should be an instance of ContentTemplateVariable) or of type undefined, but got malformed array of content variables (index ${index} is`;

/** Calls that the original refuses, with its texts: some for every method that looks at its arguments. */
export const REFUSED_CALLS: Readonly<Record<string, readonly RefusedCall[]>> = {
  'Client.constructor': [
    ['nothing', [], `${TEXT} undefined`],
    ['an empty string', [''], `${TEXT} ""`],
    ['a number', [5], `${TEXT} 5`],
    ['null', [null], `${TEXT} null`],
    ['an object', [{}], `${TEXT} object`],
    ['an array', [[]], `${TEXT} instance of Array`],
    ['a boolean', [true], `${TEXT} true`],
    ['a number as options', ['token', 5], `${CLIENT_OPTIONS} 5`],
    ['null as options', ['token', null], `${CLIENT_OPTIONS} null`],
    ['an array as options', ['token', []], `${CLIENT_OPTIONS} instance of Array`],
    ['a string as options', ['token', 'x'], `${CLIENT_OPTIONS} "x"`],
    ['a function as options', ['token', aFunction], `${CLIENT_OPTIONS} function`],
    ['three arguments', ['token', {}, 3], 'Expected at most 2 argument(s), but got 3'],
  ],
  'Client.create': [
    ['nothing', [], `${STRING} undefined`],
    ['a number', [5], `${STRING} 5`],
    ['null as options', ['token', null], `${CREATE_OPTIONS} null`],
    ['three arguments', ['token', {}, 3], 'Expected at most 2 argument(s), but got 3'],
  ],
  'Client.parsePushNotification': [
    ['nothing', [], `${PURE} undefined`],
    ['an array', [[]], `${PURE} instance of Array`],
    ['two arguments', [{}, 2], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Client.handlePushNotification': [
    ['nothing', [], `${PURE} undefined`],
    ['null', [null], `${PURE} null`],
    ['text', ['x'], `${PURE} "x"`],
  ],
  'Client.updateToken': [
    ['nothing', [], `${TEXT} undefined`],
    ['an empty string', [''], `${TEXT} ""`],
  ],
  'Client.getConversationBySid': [
    ['nothing', [], `${TEXT} undefined`],
    ['an empty string', [''], `${TEXT} ""`],
    ['a number', [5], `${TEXT} 5`],
    ['two arguments', ['a', 'b'], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Client.peekConversationBySid': [['nothing', [], `${TEXT} undefined`]],
  'Client.getConversationByUniqueName': [
    ['nothing', [], `${TEXT} undefined`],
    ['an empty string', [''], `${TEXT} ""`],
  ],
  'Client.createConversation': [
    ['null', [null], `${OPTIONS} (should be a pure object), but got null`],
    ['text', ['room'], `${OPTIONS} (should be a pure object), but got "room"`],
    ['an array', [[]], `${OPTIONS} (should be a pure object), but got instance of Array`],
    ['a number as friendlyName', [{ friendlyName: 5 }], conversationOption('friendlyName', 'string', '5')],
    ['null as friendlyName', [{ friendlyName: null }], conversationOption('friendlyName', 'string', 'null')],
    ['null as uniqueName', [{ uniqueName: null }], conversationOption('uniqueName', 'string', 'null')],
    ['text as isPrivate', [{ isPrivate: 'yes' }], conversationOption('isPrivate', 'boolean', '"yes"')],
    [
      'two wrong keys: the first counts',
      [{ uniqueName: 1, friendlyName: 5 }],
      conversationOption('friendlyName', 'string', '5'),
    ],
    ['two arguments', [{}, 1], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Client.getUser': [
    ['nothing', [], `${TEXT} undefined`],
    ['an empty string', [''], `${TEXT} ""`],
  ],
  'Client.setPushRegistrationId': [
    ['nothing', [], `${PUSH} undefined`],
    ['an unknown channel', ['gcm', 'x'], `${PUSH} "gcm"`],
    ['a number as id', ['fcm', 5], 'Argument 2 is expected to be of type string, but got 5'],
  ],
  'Client.unsetPushRegistrationId': [
    ['nothing', [], `${PUSH} undefined`],
    ['two arguments', ['fcm', 'x'], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Client.removePushRegistrations': [
    ['an unknown channel', ['gcm', 'x'], `${PUSH} "gcm"`],
    ['an empty id', ['apn', ''], 'Argument 2 is expected to be a non-empty string, but got ""'],
  ],
  'Client.getTemporaryContentUrlsForMedia': [
    ['nothing', [], `${MEDIA_LIST} undefined`],
    ['no media', [[]], `${MEDIA_LIST} instance of Array`],
    ['something else among them', [[media, {}]], `${MEDIA_ITEM(1)} object)`],
    ['two arguments', [[media], 1], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Client.getTemporaryContentUrlsForMediaSids': [
    ['no sids', [[]], `${SID_LIST} instance of Array`],
    ['a number among them', [[5]], `${SID_ITEM(0)} 5)`],
    ['null among them', [['a', null]], `${SID_ITEM(1)} null)`],
    ['two arguments', [['a'], 1], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Conversation.add': [
    ['nothing', [], `${TEXT} undefined`],
    ['an empty string', [''], `${TEXT} ""`],
    ['a number', [5], `${TEXT} 5`],
    ['null', [null], `${TEXT} null`],
    [
      'a function as attributes',
      ['x', aFunction],
      'Argument 2 is expected to be an optional JSON type, but got function',
    ],
    ['three arguments', ['x', {}, 1], 'Expected at most 2 argument(s), but got 3'],
  ],
  'Conversation.addNonChatParticipant': [
    ['nothing', [], `${TEXT} undefined`],
    ['one argument', ['+1'], 'Argument 2 is expected to be a non-empty string, but got undefined'],
    [
      'a function as attributes',
      ['+1', '+2', aFunction],
      'Argument 3 is expected to be an optional JSON type, but got function',
    ],
    [
      'a function as bindings',
      ['+1', '+2', {}, aFunction],
      'Argument 4 is expected to be an optional JSON type, but got function',
    ],
    ['five arguments', ['+1', '+2', {}, {}, 5], 'Expected at most 4 argument(s), but got 5'],
  ],
  'Conversation.advanceLastReadMessageIndex': [
    ['nothing', [], `${INTEGER} undefined`],
    ['a negative number', [-1], `${INTEGER} -1`],
    ['text', ['1'], `${INTEGER} "1"`],
    ['a fraction', [1.5], `${INTEGER} 1.5`],
    ['null', [null], `${INTEGER} null`],
    ['NaN', [NaN], `${INTEGER} NaN`],
    ['Infinity', [Infinity], `${INTEGER} Infinity`],
  ],
  'Conversation.updateLastReadMessageIndex': [
    ['nothing', [], `${HORIZON} undefined`],
    ['a fraction', [1.5], `${HORIZON} 1.5`],
    ['text', ['x'], `${HORIZON} "x"`],
  ],
  'Conversation.getMessages': [
    ['a negative size', [-1], `Argument 1 ${OPTIONAL_INTEGER} -1`],
    ['text as size', ['10'], `Argument 1 ${OPTIONAL_INTEGER} "10"`],
    ['null as size', [null], `Argument 1 ${OPTIONAL_INTEGER} null`],
    ['"end" as anchor', [1, 'end'], `Argument 2 ${OPTIONAL_INTEGER} "end"`],
    ['null as anchor', [1, null], `Argument 2 ${OPTIONAL_INTEGER} null`],
    ['a negative anchor', [1, -1], `Argument 2 ${OPTIONAL_INTEGER} -1`],
    [
      'an unknown direction',
      [1, 1, 'up'],
      'Argument 3 is expected to be of type undefined, "backwards" or "forward"; but got "up"',
    ],
    ['four arguments', [1, 1, 'forward', 4], 'Expected at most 3 argument(s), but got 4'],
  ],
  'Conversation.getParticipantBySid': [
    ['nothing', [], `${TEXT} undefined`],
    ['an empty string', [''], `${TEXT} ""`],
    ['two arguments', ['a', 'b'], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Conversation.getParticipantByIdentity': [
    ['nothing', [], `${TEXT} undefined`],
    ['null', [null], `${TEXT} null`],
  ],
  'Conversation.removeParticipant': [
    ['nothing', [], `${REMOVED} undefined`],
    ['a number', [5], `${REMOVED} 5`],
    ['an object', [{}], `${REMOVED} object`],
    ['an empty string', [''], `${REMOVED} ""`],
  ],
  'Conversation.sendMessage': [
    ['nothing', [], `${MESSAGE} (should be a pure object); but got undefined`],
    ['a number', [5], `${MESSAGE} (should be a pure object); but got 5`],
    ['an array', [[]], `${MESSAGE} (should be a pure object); but got instance of Array`],
    ['an empty object', [{}], `${MESSAGE_TYPE} undefined)`],
    ['an empty content type', [{ contentType: '', media: 'x' }], `${MESSAGE_TYPE} "")`],
    ['no media', [{ contentType: 'a/b' }], `${MESSAGE_MEDIA} undefined)`],
    ['empty media', [{ contentType: 'a/b', media: '' }], `${MESSAGE_MEDIA} "")`],
    ['an array as media', [{ contentType: 'a/b', media: [1] }], `${MESSAGE_MEDIA} instance of Array)`],
    [
      'a function as attributes',
      ['x', aFunction],
      'Argument 2 is expected to be an optional JSON type, but got function',
    ],
    ['a number as email options', ['x', {}, 5], `${EMAIL} (should be a pure object); but got 5`],
    ['a number as subject', ['x', {}, { subject: 5 }], `${SUBJECT} 5)`],
    ['an empty subject', ['x', {}, { subject: '' }], `${SUBJECT} "")`],
    ['four arguments', ['a', {}, {}, 'x'], 'Expected at most 3 argument(s), but got 4'],
  ],
  'Conversation.setUserNotificationLevel': [
    ['nothing', [], `${LEVEL} undefined`],
    ['an unknown level', ['loud'], `${LEVEL} "loud"`],
  ],
  'Conversation.updateAttributes': [
    ['nothing', [], `${JSON_TEXT} undefined`],
    ['a function', [aFunction], `${JSON_TEXT} function`],
    ['a symbol', [Symbol('s')], `${JSON_TEXT} symbol`],
    ['a big integer', [10n], `${JSON_TEXT} 10`],
  ],
  'Conversation.updateFriendlyName': [
    ['nothing', [], `${STRING} undefined`],
    ['null', [null], `${STRING} null`],
    ['a number', [5], `${STRING} 5`],
    ['two arguments', ['a', 'b'], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Conversation.updateUniqueName': [
    ['nothing', [], 'Argument 1 is expected to be of type string or null, but got undefined'],
    ['a number', [5], 'Argument 1 is expected to be of type string or null, but got 5'],
    ['two arguments', ['a', 'b'], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Message.updateBody': [
    ['nothing', [], `${STRING} undefined`],
    ['null', [null], `${STRING} null`],
    ['a number', [5], `${STRING} 5`],
  ],
  'Message.updateAttributes': [
    ['nothing', [], `${JSON_TEXT} undefined`],
    ['a function', [aFunction], `${JSON_TEXT} function`],
  ],
  'Message.getEmailBody': [
    ['an empty string', [''], 'Argument 1 is expected to be a non-empty string or of type undefined, but got ""'],
    ['two arguments', ['a', 'b'], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Message.getEmailHistory': [
    ['an empty string', [''], 'Argument 1 is expected to be a non-empty string or of type undefined, but got ""'],
  ],
  'Message.getTemporaryContentUrlsForMedia': [
    ['text among them', [['a']], `${MEDIA_ITEM(0)} "a")`],
    ['two arguments', [[media], 1], 'Expected at most 1 argument(s), but got 2'],
  ],
  'Message.getTemporaryContentUrlsForMediaSids': [
    ['text', ['a'], `${SID_LIST} "a"`],
    ['two arguments', [['a'], 1], 'Expected at most 1 argument(s), but got 2'],
  ],
  'MessageBuilder.setBody': [
    ['nothing', [], `${STRING} undefined`],
    ['null', [null], `${STRING} null`],
    ['two arguments', ['a', 'b'], 'Expected at most 1 argument(s), but got 2'],
  ],
  'MessageBuilder.setSubject': [['an object', [{}], `${STRING} object`]],
  'MessageBuilder.setAttributes': [['nothing', [], `${JSON_TEXT} undefined`]],
  'MessageBuilder.setEmailBody': [
    ['nothing', [], `${STRING} undefined`],
    ['no body', ['text/plain'], `Argument 2 ${BUILDER} (should be a pure object), but got undefined`],
    ['an empty object', ['text/plain', {}], `Argument 2 ${BUILDER_TYPE} undefined)`],
  ],
  'MessageBuilder.setEmailHistory': [
    ['no history', ['text/plain', null], `Argument 2 ${BUILDER} (should be a pure object), but got null`],
  ],
  'MessageBuilder.setContentTemplate': [
    ['nothing', [], `${STRING} undefined`],
    ['null as variables', ['HX1', null], `${VARIABLES} null`],
    ['an object as variables', ['HX1', {}], `${VARIABLES} object`],
    ['a number among them', ['HX1', [variable, 5]], `${VARIABLE(1)} 5)`],
    ['a look-alike', ['HX1', [{ name: '1', value: 'Ada' }]], `${VARIABLE(0)} object)`],
  ],
  'MessageBuilder.addMedia': [
    ['nothing', [], `Argument 1 ${BUILDER} (should be a pure object), but got undefined`],
    ['text', ['x'], `Argument 1 ${BUILDER} (should be a pure object), but got "x"`],
    ['an array', [[]], `Argument 1 ${BUILDER} (should be a pure object), but got instance of Array`],
    ['an instance of another class', [new Odd()], `Argument 1 ${BUILDER_TYPE} undefined)`],
    ['a number as content type', [{ contentType: 5, media: 'x' }], `Argument 1 ${BUILDER_TYPE} 5)`],
    ['no media', [{ contentType: 'a/b' }], `Argument 1 ${BUILDER_MEDIA} undefined)`],
    ['null as media', [{ contentType: 'a/b', media: null }], `Argument 1 ${BUILDER_MEDIA} null)`],
    [
      'a Uint8Array',
      [{ contentType: 'a/b', media: new Uint8Array(1) }],
      `Argument 1 ${BUILDER_MEDIA} instance of Uint8Array)`,
    ],
    [
      'an ArrayBuffer',
      [{ contentType: 'a/b', media: new ArrayBuffer(1) }],
      `Argument 1 ${BUILDER_MEDIA} instance of ArrayBuffer)`,
    ],
    ['null as file name', [{ contentType: 'a/b', media: 'x', filename: null }], `Argument 1 ${BUILDER_NAME} null)`],
  ],
  'Participant.updateAttributes': [['nothing', [], `${JSON_TEXT} undefined`]],
  'User.updateFriendlyName': [
    ['null', [null], `${STRING} null`],
    ['nothing', [], `${STRING} undefined`],
  ],
  'User.updateAttributes': [['nothing', [], `${JSON_TEXT} undefined`]],
};

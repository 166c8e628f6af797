import { isForm } from './media-parts.js';
import {
  anyOf,
  arrayOf,
  instanceOf,
  json,
  literal,
  nonEmptyString,
  nonNegativeInteger,
  objectSchema,
  ofType,
  optionalJson,
  pureObject,
  satisfying,
  type Rule,
} from './validation.js';

/**
 * An instance of a class of this library, known by its methods: importing the class would be a cycle, and `instanceof`
 * fails between the ESM and the CommonJS build.
 */
function instanceWith(className: string, ...methods: readonly string[]): Rule {
  return instanceOf(
    className,
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function'),
  );
}

// Not through the global `Buffer`: bundled apps bring a polyfill of their own, under no global name.
function isBuffer(value: unknown): boolean {
  if (!(value instanceof Uint8Array)) return false;
  const constructor = value.constructor as { isBuffer?: (value: unknown) => boolean };
  return constructor.isBuffer?.(value) === true;
}

const string = ofType('string');
const absent = ofType('undefined');
// The class may be missing in a sandbox.
const isBlob = (value: unknown): boolean => typeof Blob === 'function' && value instanceof Blob;
const formData = instanceOf('FormData', isForm);

const isSendableContent = (value: unknown): boolean =>
  (typeof value === 'string' && value.length > 0) ||
  value instanceof Uint8Array ||
  value instanceof ArrayBuffer ||
  isBlob(value);

/** Of `sendMessage`. It accepts more than its text says: any `Uint8Array` and any `ArrayBuffer`. */
const mediaOptions = objectSchema('media options', {
  contentType: nonEmptyString,
  media: satisfying('a non-empty string, an instance of Buffer or an instance of Blob', isSendableContent),
});

/** Of the message builder. The quoted `"null"` is the original's: it compares with that very string. */
const sendMediaOptions = objectSchema('send media options', {
  contentType: anyOf(literal(null), string),
  filename: anyOf(string, absent),
  media: anyOf(literal('null'), string, instanceOf('Buffer', isBuffer), instanceOf('Blob', isBlob)),
});

const emailAttributes = objectSchema('email attributes', { subject: anyOf(nonEmptyString, absent) });

const conversationOptions = objectSchema('conversation options', {
  friendlyName: anyOf(string, absent),
  uniqueName: anyOf(string, absent),
  isPrivate: anyOf(ofType('boolean'), absent),
});

const pushChannel = literal('fcm', 'apn');
const optionalIndex = anyOf(absent, nonNegativeInteger);
const optionalText = anyOf(nonEmptyString, absent);
const builderMedia = anyOf(formData, sendMediaOptions);
const mediaList = arrayOf('media', instanceWith('Media', 'getContentTemporaryUrl'), { nonEmpty: true });
const mediaSidList = arrayOf('strings', string, { nonEmpty: true });

/**
 * The rules of every method that looks at its arguments, for `checkArguments(arguments, ...RULES.Class.method)`. A method
 * that is not listed takes anything, also too many arguments.
 */
export const RULES = {
  Client: {
    constructor: [nonEmptyString, anyOf(pureObject, absent)],
    create: [string, anyOf(absent, pureObject)],
    parsePushNotification: [pureObject],
    handlePushNotification: [pureObject],
    updateToken: [nonEmptyString],
    getConversationBySid: [nonEmptyString],
    peekConversationBySid: [nonEmptyString],
    getConversationByUniqueName: [nonEmptyString],
    createConversation: [anyOf(absent, conversationOptions)],
    getUser: [nonEmptyString],
    setPushRegistrationId: [pushChannel, string],
    unsetPushRegistrationId: [pushChannel],
    removePushRegistrations: [pushChannel, nonEmptyString],
    getTemporaryContentUrlsForMedia: [mediaList],
    getTemporaryContentUrlsForMediaSids: [mediaSidList],
  },
  Conversation: {
    add: [nonEmptyString, optionalJson],
    addNonChatParticipant: [nonEmptyString, nonEmptyString, optionalJson, optionalJson],
    advanceLastReadMessageIndex: [nonNegativeInteger],
    getMessages: [optionalIndex, optionalIndex, anyOf(absent, literal('backwards', 'forward'))],
    getParticipantBySid: [nonEmptyString],
    getParticipantByIdentity: [nonEmptyString],
    removeParticipant: [anyOf(nonEmptyString, instanceWith('Participant', 'getUser', 'remove'))],
    sendMessage: [
      anyOf(string, formData, literal(null), mediaOptions),
      optionalJson,
      anyOf(absent, literal(null), emailAttributes),
    ],
    setUserNotificationLevel: [literal('default', 'muted')],
    updateAttributes: [json],
    updateFriendlyName: [string],
    updateLastReadMessageIndex: [anyOf(literal(null), nonNegativeInteger)],
    updateUniqueName: [anyOf(string, literal(null))],
  },
  Message: {
    getEmailBody: [optionalText],
    getEmailHistory: [optionalText],
    getTemporaryContentUrlsForMedia: [mediaList],
    getTemporaryContentUrlsForMediaSids: [mediaSidList],
    updateBody: [string],
    updateAttributes: [json],
  },
  MessageBuilder: {
    setBody: [string],
    setSubject: [string],
    setAttributes: [json],
    setEmailBody: [string, builderMedia],
    setEmailHistory: [string, builderMedia],
    setContentTemplate: [
      string,
      anyOf(arrayOf('content variables', instanceWith('ContentTemplateVariable', 'copyWithValue')), absent),
    ],
    addMedia: [builderMedia],
  },
  Participant: { updateAttributes: [json] },
  User: { updateAttributes: [json], updateFriendlyName: [string] },
} as const satisfies Record<string, Record<string, readonly Rule[]>>;

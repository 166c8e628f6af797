import { RULES } from './argument-rules.js';
import type { PushNotificationData, PushNotificationDescriptor, PushNotificationType } from './types.js';
import { checkArguments } from './validation.js';

type Fields = Readonly<Record<string, unknown>>;
type Presentation = Pick<PushNotificationDescriptor, 'title' | 'body' | 'sound' | 'badge' | 'action'>;

/** A push notification in one form, whichever service brought it. */
export class PushNotification {
  readonly title: string | null;
  readonly body: string | null;
  readonly sound: string | null;
  /** The number to show on the app's icon; only Apple's notifications have one. */
  readonly badge: number | null;
  /** What tapping it does: the category of Apple's notifications. */
  readonly action: string | null;
  readonly type: PushNotificationType;
  readonly data: PushNotificationData;

  constructor(descriptor = {} as PushNotificationDescriptor) {
    this.title = descriptor.title;
    this.body = descriptor.body;
    this.sound = descriptor.sound;
    this.badge = descriptor.badge;
    this.action = descriptor.action;
    this.type = descriptor.type;
    this.data = descriptor.data;
  }
}

/**
 * Reads what a push service delivered: Apple's form has `aps`, Google's has `data`. Needs no client and no `this`.
 *
 * @throws Error when the payload is neither, or has no message type
 */
export function parsePushNotification(payload: unknown): PushNotification {
  checkArguments(arguments, ...RULES.Client.parsePushNotification);
  const fields = payload as Fields;
  if (isObject(fields['aps']) || typeof fields['aps'] === 'string') return parseApns(fields);
  if (isObject(fields['data']) || typeof fields['data'] === 'string') return parseFcm(fields['data'] as Fields);
  throw new Error('Provided push notification payload is not Programmable Chat notification');
}

function parseApns(fields: Fields): PushNotification {
  const aps = fields['aps'] as Fields;
  const alert = aps['alert'];
  const texts = isObject(alert) ? alert : { body: typeof alert === 'string' ? alert : null };
  return toNotification(fields, {
    title: texts['title'],
    body: texts['body'],
    sound: aps['sound'],
    badge: aps['badge'],
    action: aps['category'],
  });
}

function parseFcm(fields: Fields): PushNotification {
  return toNotification(fields, {
    title: fields['twi_title'],
    body: fields['twi_body'],
    sound: fields['twi_sound'],
    badge: null,
    action: fields['twi_action'],
  });
}

/** Passes the parts on as they came, whatever their type; only empty texts and a badge of 0 count as missing. */
function toNotification(fields: Fields, parts: Record<keyof Presentation, unknown>): PushNotification {
  const type = fields['twi_message_type'];
  if (!type) {
    throw new Error('Provided push notification payload does not contain Programmable Chat push notification type');
  }
  const shown = Object.fromEntries(Object.entries(parts).map(([key, value]) => [key, value || null]));
  return new PushNotification({
    ...(shown as unknown as Presentation),
    type: type as PushNotificationType,
    data: parseData(fields),
  });
}

function parseData(fields: Fields): Record<string, unknown> {
  const entries: [string, unknown][] = [
    ['conversationSid', fields['conversation_sid']],
    ['conversationTitle', fields['conversation_title']],
    ['messageSid', fields['message_sid']],
    ['messageIndex', parseNumber(fields['message_index'])],
    ['mediaCount', parseNumber(fields['media_count'])],
  ];
  const data = Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
  const media = parseJson(fields['media']);
  // Not among the others: the JSON text "null" is a value.
  return media === undefined ? data : { ...data, media };
}

function parseNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

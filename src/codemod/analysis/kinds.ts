import { EVENTS, RESULTS } from '../data/shapes.js';
import { LEGACY_MEMBERS, LEGACY_TYPES } from '../data/legacy-names.js';
import type { FunctionNode, Node } from '../languages/tree.js';
import { EXPORTED_NAMES, supportOf } from '../support.js';
import type { Sdk } from './sdk-modules.js';

/** What is known about a value. */
export type Kind =
  | SdkObject
  /** A class of the SDK. */
  | { readonly is: 'class'; readonly name: string; readonly sdk: Sdk }
  /** The SDK as a whole. */
  | { readonly is: 'module'; readonly sdk: Sdk; readonly isGlobal: boolean }
  /** `window` and `Twilio`, on the way to the SDK of a script tag. */
  | { readonly is: 'window' | 'twilio' }
  | { readonly is: 'promise'; readonly of: Kind }
  | { readonly is: 'list'; readonly of: Kind }
  /** `useRef()` of React, `ref()` of Vue. */
  | { readonly is: 'box'; readonly of: Kind; readonly key: 'current' | 'value' }
  /** `Map<string, Conversation>`. */
  | { readonly is: 'map'; readonly of: Kind }
  /** React's `[value, setValue]`. */
  | { readonly is: 'state'; readonly of: Kind }
  | { readonly is: 'setter'; readonly of: Kind }
  /** What listeners are given for changes: `{ message, updateReasons }`. */
  | { readonly is: 'fields'; readonly fields: ReadonlyMap<string, Kind>; readonly sdk: Sdk }
  /** A method of the SDK that was not called yet. */
  | { readonly is: 'method'; readonly result: Kind }
  /** A function, or a group of names, of the app's own. */
  | { readonly is: 'function'; readonly node: FunctionNode }
  | { readonly is: 'group'; readonly node: Node }
  /** `this`, and `this.state.` */
  | { readonly is: 'own'; readonly path: string };

/** An object of the SDK. `of`: what the pages of a paginator hold. */
export interface SdkObject {
  readonly is: 'object';
  readonly name: string;
  readonly sdk: Sdk;
  readonly of?: Kind | undefined;
}

/** The name that a class of twilio-chat has today. */
export function currentName(name: string, sdk: Sdk): string | undefined {
  return sdk === 'chat' && Object.hasOwn(LEGACY_TYPES, name) ? LEGACY_TYPES[name] : name;
}

/** An object of the class or type with this name, if it is one of the SDK's. */
export function objectNamed(name: string, sdk: Sdk, of?: Kind): SdkObject | undefined {
  const current = currentName(name, sdk) ?? name;
  const isKnown = EXPORTED_NAMES.has(current) || (sdk === 'chat' && Object.hasOwn(LEGACY_TYPES, name));
  return isKnown ? { is: 'object', name: current, sdk, of } : undefined;
}

/** The id in the support table of a member, after the renaming of twilio-chat; `isGone`: nothing is left of it. */
export interface MemberId {
  readonly id: string;
  readonly isGone: boolean;
  readonly isRenamed: boolean;
}

/** The member `name` of an SDK object. `mark`: `#` for members, `:` for events, `.` for statics. */
export function memberOf(owner: string, mark: '#' | ':' | '.', name: string, sdk: Sdk): MemberId {
  const legacy = `${owner}${mark}${name}`;
  if (sdk === 'conversations' || !Object.hasOwn(LEGACY_MEMBERS, legacy)) {
    return { id: legacy, isGone: false, isRenamed: false };
  }
  const current = LEGACY_MEMBERS[legacy];
  if (current === undefined) return { id: legacy, isGone: true, isRenamed: false };
  return { id: `${owner}${mark}${current}`, isGone: false, isRenamed: true };
}

/** What a member of the SDK is or gives. */
export function resultOf(owner: SdkObject, name: string, mark: '#' | '.' = '#'): Kind | undefined {
  const { id } = memberOf(owner.name, mark, name, owner.sdk);
  const result = RESULTS[id];
  if (result === undefined) return supportOf(id) ? undefined : descriptorResult(owner, name);
  const kind = parseKind(result, owner);
  // Properties give the value itself; which are methods, the parser of calls knows.
  return kind && !isProperty(id) ? { is: 'method', result: kind } : kind;
}

const PROPERTIES = new Set(
  Object.keys(RESULTS).filter((id) =>
    /#(?:user|lastMessage|aggregatedDeliveryReceipt|attachedMedia|conversation|media|items)$/.test(id),
  ),
);

function isProperty(id: string): boolean {
  return PROPERTIES.has(id);
}

/** Of twilio-chat: `descriptor.getChannel()`. */
function descriptorResult({ name, sdk }: SdkObject, member: string): Kind | undefined {
  if (name !== 'ChannelDescriptor' || member !== 'getChannel') return undefined;
  return { is: 'method', result: { is: 'promise', of: { is: 'object', name: 'Conversation', sdk } } };
}

/** What a listener of an event is given. */
export function eventKind(owner: SdkObject, event: string): Kind | undefined {
  const { id } = memberOf(owner.name, ':', event, owner.sdk);
  const given = EVENTS[id];
  const field = given === undefined ? undefined : /^\{(\w+)\}$/.exec(given)?.[1];
  if (given === undefined) return undefined;
  if (field === undefined) return parseKind(given, owner);
  const value: SdkObject = { is: 'object', name: field.charAt(0).toUpperCase() + field.slice(1), sdk: owner.sdk };
  const fields = new Map<string, Kind>([[field, value]]);
  if (owner.sdk === 'chat')
    fields.set(field === 'conversation' ? 'channel' : field === 'participant' ? 'member' : field, value);
  return { is: 'fields', fields, sdk: owner.sdk };
}

function parseKind(text: string, owner: SdkObject): Kind | undefined {
  if (text === 'T') return owner.of;
  if (text.endsWith('[]')) return wrap('list', parseKind(text.slice(0, -2), owner));
  const generic = /^(\w+)<(.*)>$/.exec(text);
  if (!generic) return { is: 'object', name: text, sdk: owner.sdk };
  const of = parseKind(generic[2] ?? '', owner);
  if (generic[1] === 'Promise') return wrap('promise', of);
  return { is: 'object', name: generic[1] ?? '', sdk: owner.sdk, of };
}

function wrap(is: 'list' | 'promise', of: Kind | undefined): Kind | undefined {
  return of && { is, of };
}

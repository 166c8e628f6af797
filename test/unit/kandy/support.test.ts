import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { create, type KandyClient } from '../../../src/kandy/index.js';
import * as kandy from '../../../src/kandy/index.js';
import type { EventName } from '../../../src/kandy/index.js';

const { rows } = JSON.parse(readFileSync('src/kandy/compat.json', 'utf8')) as {
  rows: Record<string, { support: string; tests: string[] }>;
};

/** The compiler holds this list against the types of the events. */
const EVENTS: Record<EventName, true> = {
  'subscription:change': true,
  'subscription:error': true,
  'conversations:new': true,
  'conversations:change': true,
  'messages:change': true,
  'messages:error': true,
  'isTypingList:change': true,
  'group:new': true,
  'group:change': true,
  'group:delete': true,
  'group:refresh': true,
  'group:invitation_received': true,
  'auth:change': true,
  'auth:error': true,
  'ws:change': true,
};

/** What rethread adds to the original. */
const OWN_EXPORTS = [
  'ChatError',
  'HttpMediaStore',
  'MemoryMediaStore',
  'NotSupportedError',
  'configure',
  'isChatError',
];
const OUT_OF_SCOPE = ['call', 'contacts', 'media', 'notification', 'presence', 'user'];

let client: KandyClient;
afterEach(() => client.destroy());

/** Own properties and methods of an object, as an app can reach them. */
function membersOf(object: object): string[] {
  const own = Object.keys(object);
  const prototype = Object.getPrototypeOf(object) as object;
  const methods = prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype);
  return [...own, ...methods].filter((name) => name !== 'constructor');
}

describe('the support table of Kandy', () => {
  it('has a row for each member of the real objects, and no other but what it calls unsupported', () => {
    client = create();
    const conversation = client.conversation.create('bob@x.com');
    const areas = ['services', 'conversation', 'groups', 'connection', 'state'] as const;
    const real = [
      ...Object.keys(kandy)
        .filter((name) => !OWN_EXPORTS.includes(name))
        .map((name) => `Kandy.${name}`),
      ...membersOf(client)
        .filter((name) => !(areas as readonly string[]).includes(name))
        .map((name) => `client.${name}`),
      ...areas.flatMap((area) => membersOf(client[area]).map((name) => `client.${area}.${name}`)),
      ...membersOf(conversation).map((name) => `Conversation#${name}`),
      ...membersOf(conversation.createMessage('x')).map((name) => `Message#${name}`),
      ...Object.keys(EVENTS).map((name) => `client:${name}`),
      // On messages of others alone.
      'Message#markRead',
    ];
    expect(real.filter((id) => !Object.hasOwn(rows, id))).toEqual([]);
    const surplus = Object.keys(rows).filter((id) => !real.includes(id));
    expect(surplus.filter((id) => rows[id]!.support !== 'unsupported')).toEqual([]);
    expect(OUT_OF_SCOPE.map((area) => rows[`client.${area}`]!.support)).toEqual(OUT_OF_SCOPE.map(() => 'unsupported'));
  });
});

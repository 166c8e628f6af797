import type { SessionOptions } from '../core/index.js';

const TEN_SECONDS = 10_000;
const MINUTE = 60_000;

/**
 * The published request limits of ACS Chat, as far as one client can exhaust them
 * (https://learn.microsoft.com/azure/communication-services/concepts/service-limits#chat).
 *
 * Where the service counts the same operation per user and per thread, only the smaller figure is here: the larger one
 * counts all users of the thread together, which no client can see. The same holds for the 10 sends per 10 s and 30 per
 * minute, which all users of a thread share: keeping to them does not rule out a 429, it only rules out causing one alone.
 * Limits can be raised by a support request; pass other budgets to the scheduler then.
 */
export const ACS_REQUEST_BUDGETS: SessionOptions['budgets'] = [
  { operations: ['createThread'], scope: 'user', windows: [{ ms: TEN_SECONDS, max: 10 }] },
  { operations: ['deleteThread'], scope: 'user', windows: [{ ms: TEN_SECONDS, max: 10 }] },
  { operations: ['updateThread'], scope: 'thread', windows: [{ ms: TEN_SECONDS, max: 5 }] },
  { operations: ['listThreads', 'getThread'], scope: 'user', windows: [{ ms: TEN_SECONDS, max: 50 }] },
  {
    operations: ['sendMessage', 'updateMessage', 'deleteMessage'],
    scope: 'thread',
    windows: [
      { ms: TEN_SECONDS, max: 10 },
      { ms: MINUTE, max: 30 },
    ],
  },
  { operations: ['getMessage'], scope: 'thread', windows: [{ ms: TEN_SECONDS, max: 50 }] },
  {
    operations: ['listMessages'],
    scope: 'thread',
    windows: [
      { ms: TEN_SECONDS, max: 50 },
      { ms: MINUTE, max: 200 },
    ],
  },
  { operations: ['listMembers'], scope: 'thread', windows: [{ ms: TEN_SECONDS, max: 10 }] },
  {
    operations: ['addMember', 'removeMember'],
    scope: 'thread',
    windows: [
      { ms: TEN_SECONDS, max: 10 },
      { ms: MINUTE, max: 30 },
    ],
  },
  {
    operations: ['sendTyping'],
    scope: 'thread',
    windows: [
      { ms: TEN_SECONDS, max: 5 },
      { ms: MINUTE, max: 15 },
    ],
  },
  { operations: ['listReceipts'], scope: 'thread', windows: [{ ms: TEN_SECONDS, max: 5 }] },
  {
    operations: ['sendReceipt'],
    scope: 'thread',
    windows: [
      { ms: TEN_SECONDS, max: 10 },
      { ms: MINUTE, max: 30 },
    ],
  },
];

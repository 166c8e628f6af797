/** Operations that draw on the same budgets. */
export type BudgetGroup =
  | 'createThread'
  | 'deleteThread'
  | 'updateThread'
  | 'changeParticipants'
  | 'readThreads'
  | 'getMessage'
  | 'listMessages'
  | 'listReceipts'
  | 'listParticipants'
  | 'writeMessage'
  | 'sendReceipt'
  | 'sendTyping'
  | 'createIdentity'
  | 'createIdentityAndToken'
  | 'deleteIdentity'
  | 'issueToken'
  | 'revokeTokens'
  | 'exchangeTeamsToken';

/** Whose requests a budget counts. */
export type BudgetScope = 'user' | 'thread' | 'userAndThread' | 'resource';

/** So many requests of a group in any such window. */
export interface RateBudget {
  group: BudgetGroup;
  scope: BudgetScope;
  limit: number;
  windowMs: number;
}

const TEN_SECONDS = 10_000;
const THIRTY_SECONDS = 30_000;
const MINUTE = 60_000;

const row = (group: BudgetGroup, scope: BudgetScope, limit: number, windowMs: number): RateBudget => ({
  group,
  scope,
  limit,
  windowMs,
});

/** ACS docs: service limits. */
export const rateBudgets: readonly RateBudget[] = [
  row('createThread', 'user', 10, TEN_SECONDS),
  row('createThread', 'resource', 3000, MINUTE),
  row('deleteThread', 'user', 10, TEN_SECONDS),
  row('updateThread', 'thread', 5, TEN_SECONDS),
  row('changeParticipants', 'thread', 10, TEN_SECONDS),
  row('changeParticipants', 'thread', 30, MINUTE),
  row('readThreads', 'user', 50, TEN_SECONDS),
  row('getMessage', 'userAndThread', 50, TEN_SECONDS),
  row('getMessage', 'thread', 250, TEN_SECONDS),
  row('listMessages', 'userAndThread', 50, TEN_SECONDS),
  row('listMessages', 'userAndThread', 200, MINUTE),
  row('listMessages', 'thread', 250, TEN_SECONDS),
  row('listMessages', 'thread', 400, MINUTE),
  row('listReceipts', 'userAndThread', 5, TEN_SECONDS),
  row('listReceipts', 'thread', 100, TEN_SECONDS),
  row('listParticipants', 'userAndThread', 10, TEN_SECONDS),
  row('listParticipants', 'thread', 250, TEN_SECONDS),
  // Sending, editing and deleting share these, all users of the thread together.
  row('writeMessage', 'thread', 10, TEN_SECONDS),
  row('writeMessage', 'thread', 30, MINUTE),
  row('sendReceipt', 'userAndThread', 10, TEN_SECONDS),
  row('sendReceipt', 'userAndThread', 30, MINUTE),
  row('sendTyping', 'userAndThread', 5, TEN_SECONDS),
  row('sendTyping', 'userAndThread', 15, MINUTE),
  row('sendTyping', 'thread', 10, TEN_SECONDS),
  row('sendTyping', 'thread', 30, MINUTE),
  row('createIdentity', 'resource', 1000, THIRTY_SECONDS),
  row('createIdentityAndToken', 'resource', 1000, THIRTY_SECONDS),
  row('deleteIdentity', 'resource', 500, THIRTY_SECONDS),
  row('issueToken', 'resource', 1000, THIRTY_SECONDS),
  row('revokeTokens', 'resource', 500, THIRTY_SECONDS),
  row('exchangeTeamsToken', 'resource', 500, THIRTY_SECONDS),
];

import { describe, expect, it } from 'vitest';
import { ACS_REQUEST_BUDGETS } from '../../../src/acs/request-budgets.js';
import type { RequestOperation } from '../../../src/core/request-budgets.js';
import { RequestScheduler } from '../../../src/core/request-scheduler.js';

/** From the service's page on limits: [scope, requests per 10 s, requests per minute]. */
const published: Record<RequestOperation, ['user' | 'thread', number, number?]> = {
  createThread: ['user', 10],
  deleteThread: ['user', 10],
  updateThread: ['thread', 5],
  getThread: ['user', 50],
  listThreads: ['user', 50],
  sendMessage: ['thread', 10, 30],
  updateMessage: ['thread', 10, 30],
  deleteMessage: ['thread', 10, 30],
  getMessage: ['thread', 50],
  listMessages: ['thread', 50, 200],
  listMembers: ['thread', 10],
  addMember: ['thread', 10, 30],
  removeMember: ['thread', 10, 30],
  sendTyping: ['thread', 5, 15],
  listReceipts: ['thread', 5],
  sendReceipt: ['thread', 10, 30],
};
const operations = Object.keys(published) as RequestOperation[];
const budgetOf = (operation: RequestOperation) =>
  ACS_REQUEST_BUDGETS.filter((budget) => budget.operations.includes(operation));

describe('ACS_REQUEST_BUDGETS', () => {
  it.each(operations)('holds the published figures for %s, once', (operation) => {
    const [scope, perTenSeconds, perMinute] = published[operation];
    const windows = [{ ms: 10_000, max: perTenSeconds }];
    if (perMinute !== undefined) windows.push({ ms: 60_000, max: perMinute });
    expect(budgetOf(operation)).toEqual([expect.objectContaining({ scope, windows })]);
  });

  it.each<RequestOperation[]>([
    ['sendMessage', 'updateMessage', 'deleteMessage'],
    ['getThread', 'listThreads'],
    ['addMember', 'removeMember'],
  ])('lets %s and %s share one', (...shared) => {
    expect(new Set(shared.flatMap(budgetOf)).size).toBe(1);
  });

  it('is accepted by the scheduler', () => {
    expect(() => new RequestScheduler(ACS_REQUEST_BUDGETS)).not.toThrow();
  });
});

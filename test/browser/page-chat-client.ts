import type { AzureCommunicationTokenCredential } from '@azure/communication-common';
import type { Page } from 'playwright-core';
import type { Outcome, PageCall, RestContractPage } from './rest-contract.page.js';

declare const restContract: RestContractPage;

const CLIENT_CALLS = ['createChatThread', 'deleteChatThread'];
const CLIENT_LISTS = ['listChatThreads'];
const THREAD_CALLS = [
  'getProperties',
  'updateTopic',
  'updateProperties',
  'sendMessage',
  'getMessage',
  'updateMessage',
  'deleteMessage',
  'addParticipants',
  'removeParticipant',
  'sendTypingNotification',
  'sendReadReceipt',
];
const THREAD_LISTS = ['listMessages', 'listParticipants', 'listReadReceipts'];

let currentPage: Page | undefined;

/** Says in which page the clients live from now on. */
export function usePage(page: Page): void {
  currentPage = page;
}

/**
 * Stands in for the official client in tests that were written for Node: each call is made by the official client in a
 * page, with what it gives or how it fails brought back.
 */
export class PageChatClient {
  readonly #endpoint: string;
  readonly #credential: AzureCommunicationTokenCredential;

  constructor(endpoint: string, credential: AzureCommunicationTokenCredential) {
    this.#endpoint = endpoint;
    this.#credential = credential;
    Object.assign(this, this.#remoteControl(CLIENT_CALLS, CLIENT_LISTS));
  }

  getChatThreadClient(threadId: string): object {
    return { threadId, ...this.#remoteControl(THREAD_CALLS, THREAD_LISTS, threadId) };
  }

  #remoteControl(calls: readonly string[], lists: readonly string[], threadId?: string): object {
    const toCall = async (method: string, args: readonly unknown[]): Promise<PageCall> => {
      const { token } = await this.#credential.getToken();
      return { endpoint: this.#endpoint, token, method, args, ...(threadId === undefined ? {} : { threadId }) };
    };
    return Object.fromEntries([
      ...calls.map((method) => [method, async (...args: unknown[]) => callInPage(await toCall(method, args))]),
      ...lists.map((method) => [method, (...args: unknown[]) => listInPage(() => toCall(method, args))]),
    ]) as object;
  }
}

async function callInPage(call: PageCall): Promise<unknown> {
  return unwrap(await currentPage!.evaluate((given) => restContract.call(given), call));
}

/** As the lists of the client are: of items, or of pages when asked. */
function listInPage(toCall: () => Promise<PageCall>): object {
  const items = iterateInPage(toCall);
  return {
    next: () => items.next(),
    [Symbol.asyncIterator]: () => items,
    byPage: (settings?: unknown) => iterateInPage(toCall, { settings }),
  };
}

async function* iterateInPage(toCall: () => Promise<PageCall>, byPage?: { settings: unknown }): AsyncGenerator {
  const begin = { call: await toCall(), byPage };
  const iterator = await currentPage!.evaluate(({ call, byPage }) => restContract.iterate(call, byPage), begin);
  for (;;) {
    const outcome = await currentPage!.evaluate((given) => restContract.next(given), iterator);
    const { done, value } = unwrap(outcome) as IteratorResult<unknown>;
    if (done) return;
    yield value;
  }
}

function unwrap(outcome: Outcome): unknown {
  if (!('error' in outcome)) return outcome.value;
  throw Object.assign(new Error(outcome.error.message), outcome.error);
}

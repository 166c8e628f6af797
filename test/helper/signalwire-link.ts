import {
  ChatSession,
  DirectThreads,
  type IdentityDirectory,
  type Logger,
  nonceOf,
  type ThreadDirectory,
} from '../../src/core/index.js';
import {
  createIdentityDirectory,
  DefaultThreadDirectory,
  type IdentityLookup,
  type ThreadLookup,
} from '../../src/identity/index.js';
import type { ChatLink } from '../../src/signalwire/chat-link.js';
import type { FakeChatService, FakeUser } from './fake-chat-service.js';

export interface FakeLink extends FakeUser {
  readonly link: ChatLink;
  readonly warnings: string[];
}

interface FakeLinkOptions {
  readonly identities?: Record<string, string> | IdentityLookup;
  readonly conversations?: Record<string, string> | ThreadLookup;
}

/** The way to a fake service, connected, with the directories that a client has. */
export async function startFakeLink(
  service: FakeChatService,
  userId: string,
  { identities, conversations }: FakeLinkOptions = {},
): Promise<FakeLink> {
  const user = service.user(userId);
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const logger: Logger = { debug: () => undefined, info: () => undefined, warn, error: warn };
  const directory: IdentityDirectory = createIdentityDirectory(identities, { identity: userId, userId }, logger);
  const session = new ChatSession({ ...user, directory, budgets: [], rateLimits: 'off', nonceOf, logger });
  const threads: ThreadDirectory = new DefaultThreadDirectory({ conversations, threads: () => session.threads });
  const direct = new DirectThreads(session);
  const enter = async (name: string) => session.findThread((await threads.threadIdOf(name)) ?? name);
  await session.start();
  await session.allLoaded();
  const link: ChatLink = {
    session,
    direct,
    threads,
    enter,
    identity: userId,
    displayName: undefined,
    ownName: undefined,
  };
  return { ...user, link, warnings };
}

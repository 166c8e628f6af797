import { AcsChatBackend, ACS_REQUEST_BUDGETS, createAcsChatClient } from '../acs/index.js';
import { ChatSession, type Logger, type MediaStore, nonceOf, type RealtimeTransport } from '../core/index.js';
import { AccessTokenSource, type Connection, resolveConnection, StaticIdentityDirectory } from '../identity/index.js';
import { sharedMemoryMediaStore } from '../media/index.js';
import {
  AcsSignalingTransport,
  FallbackTransport,
  freshSource,
  PollingTransport,
  type SignalingSource,
} from '../realtime/index.js';
import { withNodePush } from '../realtime-node/index.js';
import type { RethreadOptions } from './types.js';
import { notSupported } from './unsupported.js';

/** One client's way to the service, put together and not yet connected. */
export interface Link {
  readonly session: ChatSession;
  readonly tokens: AccessTokenSource;
  readonly identity: string;
  /** What to call the user, if the token says so. */
  readonly displayName: string | undefined;
  readonly media: () => MediaStore;
}

/**
 * Chooses the adapters for a token and options. No request is made.
 * @throws ChatError `invalid-argument` naming the field that is missing or wrong; never shows the token
 */
export function createLink(token: string, options: RethreadOptions, logger: Logger): Link {
  const connection = resolveConnection(token, options);
  const { endpoint, userId, identity, displayName } = connection;
  const tokens = new AccessTokenSource({ token: connection.token, userId, refresher: options.tokenRefresher, logger });
  const createClient = () => createAcsChatClient({ endpoint, tokens });
  const session = new ChatSession({
    backend: new AcsChatBackend({ client: createClient(), userId, tokens }),
    transport: createTransport(createClient, options.realtime ?? 'auto', logger),
    directory: new StaticIdentityDirectory(options.identities, { identity, userId }),
    budgets: ACS_REQUEST_BUDGETS,
    rateLimits: options.rateLimits ?? 'adaptive',
    nonceOf,
    logger,
  });
  return { session, tokens, identity, displayName, media: mediaStore(connection, options) };
}

function createTransport(
  createClient: () => SignalingSource,
  choice: 'auto' | 'push' | 'polling',
  logger: Logger,
): RealtimeTransport {
  if (choice === 'polling') return new PollingTransport();
  const push = new AcsSignalingTransport({ client: freshSource(() => withNodePush(createClient())) });
  return choice === 'push' ? push : new FallbackTransport({ push, polling: new PollingTransport(), logger });
}

/** On the emulator, files may live in this process: nothing outlives a test or demo anyway. */
function mediaStore({ endpoint }: Connection, { media }: RethreadOptions): () => MediaStore {
  const isLocal = /^http:/i.test(endpoint);
  if (media === 'memory' || (media === undefined && isLocal)) return () => sharedMemoryMediaStore;
  return () => {
    if (media !== undefined) return media;
    throw notSupported('MessageBuilder.addMedia');
  };
}

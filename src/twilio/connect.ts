import { AcsChatBackend, ACS_REQUEST_BUDGETS, type ChatClient, chatClientAt } from '../acs/index.js';
import {
  ChatError,
  ChatSession,
  type Companion,
  type CompanionListener,
  LocalSettings,
  type Logger,
  type MediaStore,
  nonceOf,
  readEndpoint,
  type RealtimeTransport,
  type ServiceEndpoint,
  type SettingStore,
} from '../core/index.js';
import type * as CompanionModule from '../companion/index.js';
import { AccessTokenSource, resolveConnection, StaticIdentityDirectory } from '../identity/index.js';
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
  readonly settings: SettingStore;
  readonly companion: Companion | undefined;
  /** The official client that requests are made with. */
  readonly chatClient: ChatClient;
}

/**
 * Chooses the adapters for a token and options. No request is made, except for the code of what is used.
 * @throws ChatError `invalid-argument` naming the field that is missing or wrong; never shows the token
 */
export async function createLink(
  token: string,
  options: RethreadOptions,
  logger: Logger,
  listener: CompanionListener,
): Promise<Link> {
  const connection = resolveConnection(token, options);
  const { endpoint, userId, identity, displayName } = connection;
  // Checked with the rest of the connection.
  const address = readEndpoint(endpoint) as ServiceEndpoint;
  const tokens = new AccessTokenSource({ token, userId, refresher: options.tokenRefresher, logger });
  const policies = address.isLoopbackHttp ? (await import('../acs/loopback/index.js')).loopbackPolicies(address) : [];
  const createClient = () => chatClientAt(address, tokens, policies);
  const chatClient = createClient();
  const acs = {
    backend: new AcsChatBackend({ client: chatClient, userId, tokens }),
    transport: createTransport(createClient, options.realtime ?? 'auto', logger),
    directory: new StaticIdentityDirectory(options.identities, { identity, userId }),
  };
  const companion =
    connection.companion === undefined
      ? undefined
      : (await loadCompanion()).connectCompanion({ ...acs, connection, tokens, logger, listener });
  const { backend, transport, directory } = companion ?? acs;
  const session = new ChatSession({
    backend,
    transport,
    directory,
    budgets: ACS_REQUEST_BUDGETS,
    rateLimits: options.rateLimits ?? 'adaptive',
    nonceOf,
    logger,
  });
  const media = mediaStore(companion, address, options);
  return {
    session,
    tokens,
    identity,
    displayName,
    media,
    settings: companion?.settings ?? new LocalSettings(),
    companion,
    chatClient,
  };
}

/** In a chunk of its own, for those who have one. */
function loadCompanion(): Promise<typeof CompanionModule> {
  return import('../companion/index.js').catch((cause: unknown) => {
    throw new ChatError('unavailable', "unable to connect; the companion's client could not be loaded", { cause });
  });
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

/** For tests and demos: loaded when there is a file. */
const loadMemory = async (): Promise<MediaStore> => (await import('../media/index.js')).sharedMemoryMediaStore;

const inMemory: MediaStore = {
  upload: async (...file) => (await loadMemory()).upload(...file),
  temporaryUrl: async (...file) => (await loadMemory()).temporaryUrl(...file),
};

/** On the emulator, files may live in this process: nothing outlives a test or demo anyway. */
function mediaStore(
  companion: Companion | undefined,
  { isLoopbackHttp }: ServiceEndpoint,
  { media = companion?.media }: RethreadOptions,
): () => MediaStore {
  if (media === 'memory' || (media === undefined && isLoopbackHttp)) return () => inMemory;
  return () => {
    if (media !== undefined) return media;
    throw notSupported('MessageBuilder.addMedia');
  };
}

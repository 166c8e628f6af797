import { AcsChatBackend, ACS_REQUEST_BUDGETS, type ChatClient, chatClientAt } from '../acs/index.js';
import {
  ChatError,
  ChatSession,
  type Companion,
  type CompanionListener,
  type IdentityDirectory,
  LocalSettings,
  type Logger,
  type MediaStore,
  nonceOf,
  readEndpoint,
  type RealtimeTransport,
  type ServiceEndpoint,
  type SettingStore,
  type UserId,
} from '../core/index.js';
import { AccessTokenSource, resolveConnection, StaticIdentityDirectory } from '../identity/index.js';
import {
  AcsSignalingTransport,
  FallbackTransport,
  freshSource,
  PollingTransport,
  type SignalingSource,
} from '../realtime/index.js';
import { withNodePush } from '../realtime-node/index.js';
import type { LinkOptions } from './link-options.js';

/** One client's way to the service, put together and not yet connected. */
export interface Link {
  readonly session: ChatSession;
  readonly tokens: AccessTokenSource;
  readonly identity: string;
  /** What to call the user, if the token says so. */
  readonly displayName: string | undefined;
  /** `undefined` when none is configured. */
  readonly media: MediaStore | undefined;
  readonly settings: SettingStore;
  readonly companion: Companion | undefined;
  /** The official client that requests are made with. */
  readonly chatClient: ChatClient;
}

/** The user of the token. */
export interface Self {
  readonly identity: string;
  readonly userId: UserId;
}

/**
 * Chooses the adapters for a token and options. No request is made, except for the code of what is used.
 * @param createDirectory who is who, before a companion is asked; default: {@link LinkOptions.identities}
 * @throws ChatError `invalid-argument` naming the field that is missing or wrong; never shows the token
 */
export async function createLink(
  token: string,
  options: LinkOptions,
  logger: Logger,
  listener: CompanionListener,
  createDirectory = (self: Self): IdentityDirectory => new StaticIdentityDirectory(options.identities, self),
): Promise<Link> {
  const connection = resolveConnection(token, options);
  const { endpoint, userId, identity, displayName } = connection;
  // Checked with the rest of the connection.
  const address = readEndpoint(endpoint) as ServiceEndpoint;
  const tokens = new AccessTokenSource({ token, userId, refresher: options.tokenRefresher, logger });
  const policies = address.isLoopbackHttp
    ? (await loaded(import('../acs/loopback/index.js'))).loopbackPolicies(address)
    : [];
  const createClient = () => chatClientAt(address, tokens, policies);
  const chatClient = createClient();
  const acs = {
    backend: new AcsChatBackend({ client: chatClient, userId, tokens }),
    transport: createTransport(createClient, options.realtime ?? 'auto', logger),
    directory: createDirectory({ identity, userId }),
  };
  const companion =
    connection.companion === undefined
      ? undefined
      : (await loaded(import('../companion/index.js'))).connectCompanion({
          ...acs,
          connection,
          tokens,
          logger,
          listener,
        });
  const session = new ChatSession({
    ...(companion ?? acs),
    budgets: ACS_REQUEST_BUDGETS,
    rateLimits: options.rateLimits ?? 'adaptive',
    nonceOf,
    logger,
  });
  return {
    session,
    tokens,
    identity,
    displayName,
    media: await mediaStore(companion, address, options),
    settings: companion?.settings ?? new LocalSettings(),
    companion,
    chatClient,
  };
}

/** What is in a chunk of its own, for those who need it. @throws ChatError `unavailable`: it will be tried again */
function loaded<Part>(part: Promise<Part>): Promise<Part> {
  return part.catch((cause: unknown) => {
    throw new ChatError('unavailable', 'unable to connect; a part of the client could not be loaded', { cause });
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

/** On the emulator, files may live in this process: nothing outlives a test or demo anyway. */
async function mediaStore(
  companion: Companion | undefined,
  { isLoopbackHttp }: ServiceEndpoint,
  { media = companion?.media }: LinkOptions,
): Promise<MediaStore | undefined> {
  const isMemory = media === 'memory' || (media === undefined && isLoopbackHttp);
  return isMemory ? (await loaded(import('../media/index.js'))).sharedMemoryMediaStore : media;
}

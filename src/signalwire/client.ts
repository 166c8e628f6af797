import type { Logger } from '../core/index.js';
import type { StandingLink } from '../connect/index.js';
import { invalid } from './arguments.js';
import { type AddressNamespace, createAddressNamespace } from './address-namespace.js';
import { type ChatNamespace, createChatNamespace } from './chat-namespace.js';
import { ChatServices } from './chat-services.js';
import { type ConversationNamespace, createConversationNamespace } from './conversation-namespace.js';
import { toSignalWireError } from './errors.js';
import type { SignalWireOptions } from './glue.js';
import { type RefusedCalls, refuseCalls } from './refused-calls.js';
import type { SubscriberInfo } from './types.js';

/** The client of one user, connected. The methods work by themselves, too, taken out of the object. */
export interface SignalWireClient extends RefusedCalls {
  readonly address: AddressNamespace;
  readonly chat: ChatNamespace;
  readonly conversation: ConversationNamespace;
  /** Who this user is. */
  readonly getSubscriberInfo: () => Promise<SubscriberInfo>;
  /** Takes another token of the same user. @throws AuthError when it is refused, or somebody else's */
  readonly updateToken: (token: string) => Promise<void>;
  /** Ends everything; the next call of `SignalWire()` makes a new client. */
  readonly disconnect: () => Promise<void>;
}

/** @param handleDisconnect told before anything else when the app ends the client */
export function createClient(
  link: StandingLink,
  options: SignalWireOptions,
  logger: Logger,
  handleDisconnect: () => void,
): SignalWireClient {
  const services = new ChatServices(link, options, logger);
  const conversation = createConversationNamespace(services);
  return {
    ...refuseCalls(),
    address: createAddressNamespace(services),
    chat: createChatNamespace(services, conversation),
    conversation,
    // eslint-disable-next-line @typescript-eslint/require-await -- whatever is wrong must reject, not throw
    getSubscriberInfo: async () => {
      services.assertOpen();
      const { own } = services.book;
      return {
        id: own.id,
        email: '',
        first_name: '',
        last_name: '',
        display_name: own.display_name,
        ...options.subscriber,
        fabric_addresses: [own],
      };
    },
    updateToken: async (token) => {
      if (typeof (token as unknown) !== 'string' || token === '')
        throw invalid('update the token', '`token` must be a text that is not empty');
      try {
        await services.whileOpen(() => link.setToken(token));
      } catch (error) {
        throw toSignalWireError(error);
      }
    },
    disconnect: async () => {
      handleDisconnect();
      services.close();
      await link.stop();
      services.abandonRequests();
    },
  };
}

/** Hooks as a React app writes them, with as much of React as they need. */
import { Client, type ConnectionState, type Conversation, type Message, type Participant } from '@twilio/conversations';

declare function useState<S>(initial: S | (() => S)): [S, (next: S | ((previous: S) => S)) => void];
declare function useEffect(effect: () => (() => void) | undefined, dependencies: readonly unknown[]): void;
declare function useCallback<F extends (...args: never[]) => unknown>(callback: F, dependencies: readonly unknown[]): F;
declare function fetchToken(): Promise<string>;

export function useClient(token: string): { client: Client | undefined; state: ConnectionState } {
  const [client, setClient] = useState<Client | undefined>(undefined);
  const [state, setState] = useState<ConnectionState>('unknown');

  useEffect(() => {
    const next = new Client(token, { logLevel: 'warn' });
    next
      .on('connectionStateChanged', (connectionState) => setState(connectionState))
      .on('tokenAboutToExpire', () => void fetchToken().then((fresh) => next.updateToken(fresh)))
      .on('tokenExpired', () => setClient(undefined));
    next.on('initialized', () => setClient(next));
    next.on('initFailed', ({ error }) => console.error(error?.message ?? 'unknown', error?.terminal));
    next.on('stateChanged', (clientState) => {
      if (clientState === 'failed') setState('error');
    });
    return () => {
      next.removeAllListeners();
      void next.shutdown();
    };
  }, [token]);

  return { client, state };
}

export function useConversations(client: Client | undefined): Conversation[] {
  const [conversations, setConversations] = useState<Conversation[]>([]);

  useEffect(() => {
    if (!client) return undefined;
    const load = async (): Promise<void> => {
      let page = await client.getSubscribedConversations();
      let all = page.items;
      while (page.hasNextPage) {
        page = await page.nextPage();
        all = [...all, ...page.items];
      }
      setConversations(all);
    };
    void load();
    const onJoined = (joined: Conversation): void => setConversations((previous) => [...previous, joined]);
    const onLeft = (left: Conversation): void =>
      setConversations((previous) => previous.filter((conversation) => conversation !== left));
    client.addListener('conversationJoined', onJoined);
    client.on(Client.conversationLeft, onLeft);
    client.on('conversationUpdated', ({ conversation, updateReasons }) => {
      if (updateReasons.includes('lastMessage')) console.log(conversation.lastMessage?.dateCreated?.getTime());
    });
    return () => {
      client.removeListener('conversationJoined', onJoined);
      client.off(Client.conversationLeft, onLeft);
    };
  }, [client]);

  return conversations;
}

export function useMessages(conversation: Conversation) {
  const [messages, setMessages] = useState<Message[]>([]);
  const [typing, setTyping] = useState<readonly string[]>([]);

  useEffect(() => {
    const add = (message: Message): void => {
      setMessages((previous) => [...previous, message]);
      void conversation.advanceLastReadMessageIndex(message.index);
    };
    const start = (participant: Participant): void =>
      setTyping((previous) => [...previous, participant.identity ?? participant.sid]);
    const end = (participant: Participant): void =>
      setTyping((previous) => previous.filter((identity) => identity !== participant.identity));
    conversation.on('messageAdded', add);
    conversation.on('messageUpdated', ({ message, updateReasons }) => {
      if (updateReasons.some((reason) => reason === 'body' || reason === 'attributes')) add(message);
    });
    conversation.on('typingStarted', start).on('typingEnded', end);
    return () => {
      conversation.removeAllListeners('messageUpdated');
      conversation.off('messageAdded', add).off('typingStarted', start).off('typingEnded', end);
    };
  }, [conversation]);

  const loadOlder = useCallback(async (): Promise<boolean> => {
    const { items, hasPrevPage, prevPage } = await conversation.getMessages(30, messages[0]?.index, 'backwards');
    setMessages((previous) => [...items, ...previous]);
    if (!hasPrevPage) return false;
    const older = await prevPage();
    return older.items.length > 0;
  }, [conversation, messages]);

  const send = useCallback(
    async (text: string) => (await conversation.prepareMessage().setBody(text).build().send()) ?? -1,
    [conversation],
  );

  return { messages, typing, loadOlder, send };
}

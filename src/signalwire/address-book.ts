import { decodeThread, fieldsOf, type Logger, parseItems, textOf, type UserId } from '../core/index.js';
import { withPatience } from '../identity/index.js';
import { invalid, isObject } from './arguments.js';
import type { ChatLink } from './chat-link.js';
import { type Destinations, unknownAddress } from './destinations.js';
import type { DisplayNames } from './display-names.js';
import type { AddressBookEntry, SignalWireOptions } from './glue.js';
import type { Places } from './places.js';
import type { Address, GetAddressesParams, GetAddressParams } from './types.js';

const BOOK_MS = 10_000;

/** The addresses that this user can write to, from everything that tells of some. */
export class AddressBook {
  constructor(
    private readonly link: ChatLink,
    private readonly options: SignalWireOptions,
    private readonly destinations: Destinations,
    private readonly places: Places,
    private readonly names: DisplayNames,
    private readonly logger: Logger,
  ) {
    // One that is there already names people from the first message on.
    if (Array.isArray(options.addressBook)) names.learnBook(parseItems(options.addressBook, toEntry));
  }

  /** This user's own. */
  get own(): Address {
    return this.#subscriber(this.link.session.userId);
  }

  /** @throws ChatError when the conversations cannot be listed */
  async list(params: GetAddressesParams = {}): Promise<Address[]> {
    const { type, displayName, sortBy = 'name', sortOrder = 'asc' } = params;
    if (!['name', 'created_at'].includes(sortBy)) throw invalid('list addresses', '`sortBy` is "name" or "created_at"');
    if (!['asc', 'desc'].includes(sortOrder)) throw invalid('list addresses', '`sortOrder` is "asc" or "desc"');
    const part = displayName?.toLowerCase() ?? '';
    const found = (await this.#all()).filter(
      (address) => (type ?? address.type) === address.type && address.display_name.toLowerCase().includes(part),
    );
    const direction = sortOrder === 'asc' ? 1 : -1;
    return found.sort((a, b) => direction * (compare(a[sortBy], b[sortBy]) || compare(a.id, b.id)));
  }

  /** @throws ChatError `not-found` */
  async find(params: GetAddressParams): Promise<Address> {
    const { id, name } = fieldsOf(params);
    if (textOf(id) === '' && textOf(name) === '') throw invalid('find the address', '`id` or `name` must be given');
    const listed = (await this.#all()).find((address) =>
      id === undefined ? address.name === name : address.id === id,
    );
    if (listed) return listed;
    // Directories may know more than they list.
    const destination = await this.destinations.find(textOf(id ?? name));
    if (!destination) throw unknownAddress();
    const { peerId, threadId } = destination;
    return peerId === undefined ? this.#room(textOf(id ?? name), threadId) : this.#subscriber(peerId);
  }

  async #all(): Promise<Address[]> {
    const [entries] = await Promise.all([this.#entries(), this.link.session.allLoaded()]);
    this.names.learnBook(entries);
    const known = new Map<string, Address>();
    for (const address of [this.own, ...(await this.#fromDirectories()), ...(await this.#fromThreads())])
      if (!known.has(address.id)) known.set(address.id, address);
    for (const entry of entries) known.set(entry.id, { ...(known.get(entry.id) ?? blank(entry.id)), ...entry });
    return [...known.values()];
  }

  /** What the app's own book says now. One that fails must not hide the rest. */
  async #entries(): Promise<AddressBookEntry[]> {
    const { addressBook } = this.options;
    if (typeof addressBook !== 'function') return parseItems(addressBook, toEntry);
    try {
      return parseItems(await withPatience('`addressBook`', BOOK_MS, addressBook), toEntry);
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.message : 'unable to read the address book');
      return [];
    }
  }

  async #fromDirectories(): Promise<Address[]> {
    const people = textsOf(this.options.identities).map(([, userId]) => this.#subscriber(userId));
    const rooms = textsOf(this.options.conversations).map(async ([name, threadId]) => {
      // Of several names, the one that messages come under.
      const thread = this.link.session.getThread(threadId);
      return this.#room(thread ? (await this.places.of(thread)).addressId : name, threadId);
    });
    return [...people, ...(await Promise.all(rooms))];
  }

  async #fromThreads(): Promise<Address[]> {
    const addresses = this.link.session.threads.map(async (thread) => {
      const { addressId, peerId } = await this.places.of(thread);
      return peerId === undefined ? this.#room(addressId, thread.id) : this.#subscriber(peerId);
    });
    return Promise.all(addresses);
  }

  #subscriber(userId: UserId): Address {
    const id = this.link.session.directory.identityOf(userId);
    return { ...blank(id), display_name: this.names.of(userId), type: 'subscriber', resource_id: id };
  }

  #room(id: string, threadId: string): Address {
    const thread = this.link.session.getThread(threadId);
    const name = this.names.ofAddress(id) ?? (thread && decodeThread(thread.properties).name);
    const created_at = thread?.createdOn?.toISOString() ?? '';
    return { ...blank(id), display_name: name || id, type: 'room', resource_id: threadId, created_at };
  }
}

const blank = (id: string): Address => ({
  id,
  name: id,
  display_name: id,
  type: 'subscriber',
  resource_id: id,
  channels: { messaging: id },
  locked: false,
  created_at: '',
});

/** Of what an app gives, what can be used. */
function toEntry(value: unknown): AddressBookEntry | undefined {
  if (!isObject(value) || textOf(value['id']) === '') return undefined;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as AddressBookEntry;
}

/** The entries of a map; functions list nothing. */
const textsOf = (map: unknown): [string, string][] =>
  Object.entries(fieldsOf(map)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

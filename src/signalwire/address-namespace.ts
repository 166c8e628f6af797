import { readPageSize } from './arguments.js';
import type { ChatServices } from './chat-services.js';
import { toSignalWireError } from './errors.js';
import { openPages, readerOf } from './pages.js';
import type { Address, GetAddressesParams, GetAddressParams, PaginatedResult } from './types.js';

/** `client.address`. The methods work by themselves, too, taken out of the object. */
export interface AddressNamespace {
  /** Whom and where this user can write to: from the settings and the user's own conversations. */
  readonly getAddresses: (params?: GetAddressesParams) => Promise<PaginatedResult<Address>>;
  /** One of them, by its id or its name. @throws HttpError 404 when there is none */
  readonly getAddress: (params: GetAddressParams) => Promise<Address>;
}

export function createAddressNamespace(services: ChatServices): AddressNamespace {
  return {
    getAddresses: async (params) => {
      const pageSize = readPageSize(params, 'list addresses');
      const open = async () => readerOf(await services.whileOpen(() => services.book.list(params)));
      return asSignalWire(openPages({ open, pageSize, beyond: 'nothing' }));
    },
    getAddress: async (params) => asSignalWire(services.whileOpen(() => services.book.find(params))),
  };
}

async function asSignalWire<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw toSignalWireError(error);
  }
}

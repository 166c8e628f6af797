import { ChatError, readEndpoint, textOf } from '../../core/index.js';
import type { EntraCredential } from '../acs-access.js';
import type { MediaLimits } from './media-backend.js';

/** Where the files go, and what may be sent. See docs/media.md for how to set the storage account up. */
export interface AzureBlobMediaOptions {
  /** Of the storage account, with its key. Either this, or {@link accountUrl} and {@link credential}. */
  readonly connectionString?: string | undefined;
  /** For example `https://contoso.blob.core.windows.net`. */
  readonly accountUrl?: string | undefined;
  /** Of Entra; addresses are signed with a user-delegation key then, and no account key is needed. */
  readonly credential?: EntraCredential | undefined;
  /** A private container that holds nothing else. */
  readonly container: string;
  /** Makes the container when it is missing. Default: `false`. */
  readonly createContainer?: boolean | undefined;
  /** Of one file, in bytes; 1 to 5,242,880,000, what one request may carry. Default: 150 MB (157,286,400). */
  readonly maxBytes?: number | undefined;
  /** Content types such as `image/png` or `image/*`. Default: all. */
  readonly allowedTypes?: readonly string[] | undefined;
  /** How long an upload may take to begin, in seconds; 10 to 3,600. Default: 600. */
  readonly uploadSeconds?: number | undefined;
  /** How long an address for reading works, in seconds; 10 to 300. Default: 300. */
  readonly readSeconds?: number | undefined;
}

/** How to reach the storage account. */
export type BlobAccess =
  { readonly connectionString: string } | { readonly accountUrl: string; readonly credential: EntraCredential };

export interface AzureBlobSettings {
  readonly access: BlobAccess;
  readonly container: string;
  readonly createContainer: boolean;
  readonly limits: MediaLimits;
  readonly uploadSeconds: number;
  readonly readSeconds: number;
}

const MEGABYTE = 1024 * 1024;
const CONTAINER = /^(?=.{3,63}$)[a-z\d]+(?:-[a-z\d]+)*$/;
const TYPE_PATTERN = /^(?:\*|[\w.+-]+)\/(?:\*|[\w.+-]+)$/;

/** @throws ChatError `invalid-argument` that names the field; it never quotes keys */
export function readOptions(options: AzureBlobMediaOptions): AzureBlobSettings {
  const { container, createContainer = false, allowedTypes } = options;
  check(CONTAINER.test(textOf(container)), '`container` must be 3 to 63 lower-case letters, digits and single hyphens');
  check(
    allowedTypes === undefined || (allowedTypes.length > 0 && allowedTypes.every((type) => TYPE_PATTERN.test(type))),
    '`allowedTypes` must be a list of types such as image/png or image/*',
  );
  return {
    access: readAccess(options),
    container,
    createContainer,
    limits: { maxBytes: readNumber(options, 'maxBytes', 150 * MEGABYTE, 1, 5000 * MEGABYTE), allowedTypes },
    uploadSeconds: readNumber(options, 'uploadSeconds', 600, 10, 3600),
    readSeconds: readNumber(options, 'readSeconds', 300, 10, 300),
  };
}

function readAccess({ connectionString, accountUrl, credential }: AzureBlobMediaOptions): BlobAccess {
  if (connectionString !== undefined) {
    check(
      accountUrl === undefined && credential === undefined,
      'it takes `connectionString` or `accountUrl`, not both',
    );
    check(
      /(?:^|;)\s*AccountKey=|^UseDevelopmentStorage=true/i.test(connectionString),
      '`connectionString` must hold an AccountKey: without it no addresses can be signed. Or pass `accountUrl` and `credential`',
    );
    return { connectionString };
  }
  check(
    accountUrl !== undefined && credential !== undefined,
    'it needs `connectionString`, or `accountUrl` and `credential`',
  );
  check(
    typeof credential.getToken === 'function',
    '`credential` must be one of @azure/identity, with a getToken method',
  );
  assertSafe(accountUrl, '`accountUrl`');
  return { accountUrl, credential };
}

/** Files and signatures travel to this address: https, or http on this machine. */
export function assertSafe(url: string, what: string): void {
  const endpoint = readEndpoint(originOf(url));
  check(typeof endpoint !== 'string', `${what} ${typeof endpoint === 'string' ? endpoint : ''}`);
}

/** Of an emulator, whose addresses have the account in their path. */
function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return url;
  }
}

function readNumber(
  options: AzureBlobMediaOptions,
  field: 'maxBytes' | 'uploadSeconds' | 'readSeconds',
  fallback: number,
  min: number,
  max: number,
): number {
  const value = options[field] ?? fallback;
  check(
    Number.isInteger(value) && value >= min && value <= max,
    `\`${field}\` must be an integer from ${min} to ${max}`,
  );
  return value;
}

function check(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new ChatError('invalid-argument', `unable to set up media on Azure Blob; ${reason}`);
}

/** Where the three blobs of a file are: what the client sends, what it declared, and the file once it is complete. */
export interface BlobNames {
  /** The only one that a client may write, once. */
  readonly upload: string;
  readonly ticket: string;
  readonly file: string;
}

const ID = /^[0-9a-f]{32}$/;

/** The folder of what is not complete: a lifecycle rule empties it. */
const UPLOADS = 'uploads/';
const FILES = 'files/';

/** @returns `undefined` when this is no id: names are made of nothing that a client chose. */
export async function blobNames(conversationId: string, mediaId: string): Promise<BlobNames | undefined> {
  if (!ID.test(mediaId)) return undefined;
  const folder = await folderOf(conversationId);
  const upload = `${UPLOADS}${folder}/${mediaId}`;
  return { upload, ticket: `${upload}.ticket`, file: `${FILES}${folder}/${mediaId}` };
}

/** What the names of all blobs of a conversation begin with. */
export async function blobPrefixes(conversationId: string): Promise<string[]> {
  const folder = await folderOf(conversationId);
  return [`${UPLOADS}${folder}/`, `${FILES}${folder}/`];
}

/** 128 random bits: not to be guessed, and enough that no two are equal. */
export function newMediaId(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(16)));
}

/** A digest, because thread ids hold characters with a meaning in addresses, and are nobody's business in storage logs. */
async function folderOf(conversationId: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(conversationId));
  return hexOf(new Uint8Array(digest, 0, 16));
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

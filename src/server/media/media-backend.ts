/** What a client says about a file before it sends it. */
export interface MediaDeclaration {
  readonly filename: string | null;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
}

/** Leave to send one file to one address. */
export interface UploadPermit {
  readonly id: string;
  /** Takes a PUT of the bytes, with {@link headers}. Holds a signature: not for logs. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresOn: Date;
}

/** Leave to read one file. */
export interface ReadPermit {
  /** Holds a signature: not for logs. */
  readonly url: string;
  readonly expiresOn: Date;
}

/**
 * What became of an upload: `missing` when it never came or the id is none; `too-large`, `too-small` and `wrong-type`
 * when it is not what was declared, and then it is gone.
 */
export type UploadOutcome = 'complete' | 'missing' | 'too-large' | 'too-small' | 'wrong-type';

export interface MediaLimits {
  /** Of one file, in bytes. */
  readonly maxBytes: number;
  /** Content types such as `image/png` or `image/*`; `undefined`: all. */
  readonly allowedTypes: readonly string[] | undefined;
}

/**
 * Where files of messages are kept. The bytes never pass through the companion: clients send and fetch them with permits.
 * Ids belong to one conversation; in another one they do not exist. Whoever calls has checked that the user is a member.
 *
 * Every method throws a `Problem` 503 `media-unavailable` when the storage does not do its part.
 */
export interface MediaBackend {
  readonly limits: MediaLimits;
  /** @param uploader who may take the file away again */
  begin(conversationId: string, declaration: MediaDeclaration, uploader: string): Promise<UploadPermit>;
  /** Makes a file readable when it is what was declared. May be asked again after a lost answer. */
  complete(conversationId: string, mediaId: string): Promise<UploadOutcome>;
  /** @returns `undefined` when there is no such file, or it was never completed */
  read(conversationId: string, mediaId: string): Promise<ReadPermit | undefined>;
  /** Takes an upload away, complete or not. */
  remove(conversationId: string, mediaId: string, user: string): Promise<'removed' | 'missing' | 'not-the-uploader'>;
  /** Takes away all files of a conversation, when it is deleted. */
  removeAll(conversationId: string): Promise<void>;
}

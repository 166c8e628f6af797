import { addressOfShared, type MediaRecord, type MediaStore, parseUrl } from '../core/index.js';

/** What pages may put into their HTML without quotes. A `;` would end a character reference such as `&lt;`. */
const HARMLESS = /^[^\s"'<>`;\\]+$/;

/**
 * What names a file's part in pages, which use it as an element's id and, some of them, in HTML without quotes. So it is
 * this part's own, also where the same file is in two messages. Its sender has no say in it, unless the app lets files come
 * from the host that they name.
 */
export function rawUrlOf(
  media: MediaRecord,
  part: { readonly messageId: string; readonly threadId: string; readonly position: number },
  files: { readonly store: MediaStore | undefined; readonly allowedHosts: readonly string[] },
): string {
  const { messageId, threadId, position } = part;
  const name = `${encodeURIComponent(messageId)}-${position}`;
  const shared = addressOfShared(media);
  const isAllowed = shared !== undefined && files.allowedHosts.includes(parseUrl(shared)?.host ?? '');
  const address = shared === undefined ? publicUrl(files.store, media.id, threadId) : isAllowed ? shared : undefined;
  const url = address === undefined ? undefined : parseUrl(address);
  if (url && /^https?:$/.test(url.protocol)) {
    url.hash = name;
    if (HARMLESS.test(url.href)) return url.href;
  }
  return `urn:rethread:${name}`;
}

/** A store of the app's own may refuse. */
function publicUrl(store: MediaStore | undefined, id: string, threadId: string): string | undefined {
  try {
    return store?.publicUrl?.(id, threadId);
  } catch {
    return undefined;
  }
}

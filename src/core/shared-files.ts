import { isSafe, parseUrl } from './endpoint.js';
import type { Json } from './json.js';
import { fieldsOf, itemsOf, textOf } from './lenient.js';
import type { Metadata } from './model.js';
import type { MediaRecord } from './ports.js';

/** Where Azure's UI library keeps the files of a message: a JSON array. See docs/wire-format.md. */
const KEY = 'fileSharingMetadata';

/** What those files are, by the end of their names: they have no content type. What apps show themselves is told apart. */
const IMAGE = /^(png|jpe?g|gif|webp)$/i;

/** As readers of all versions of that library understand it. Files without an address for others are left out. */
export function writeSharedFiles(media: readonly MediaRecord[]): Metadata {
  const files = media
    .filter(({ url }) => url)
    .map(({ id, filename, url }): Json => {
      const name = textOf(filename);
      return { id, name, url: url as string, extension: extensionOf(name), attachmentType: 'file' };
    });
  return files.length > 0 ? { [KEY]: JSON.stringify(files) } : {};
}

/** What another client shared, still to be parsed like the `media` of our own document; `undefined` without any. */
export function readSharedFiles(metadata: Metadata): unknown {
  const text = metadata[KEY];
  if (text === undefined) return;
  try {
    return itemsOf(JSON.parse(text)).map((file) => {
      const { id, url, name } = fieldsOf(file);
      return { id: url || id, filename: name, contentType: typeOf(extensionOf(textOf(name))) };
    });
  } catch {
    return;
  }
}

/**
 * The address of a file that another client keeps elsewhere. It is handed out as it is; no store knows it, and no token
 * goes there. `undefined` for the id of a store.
 */
export function addressOfShared({ id }: MediaRecord): string | undefined {
  const url = /^http/i.test(id) ? parseUrl(id) : undefined;
  return url && isSafe(url) ? id : undefined;
}

const extensionOf = (name: string): string => /\.(\w+)$/.exec(name)?.[1] ?? '';
const typeOf = (extension: string): string | undefined =>
  IMAGE.test(extension) ? `image/${extension.toLowerCase().replace('jpg', 'jpeg')}` : undefined;

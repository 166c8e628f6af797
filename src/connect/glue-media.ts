import { ChatError, fieldsOf, textOf } from '../core/index.js';
import { HttpMediaStore, type HttpMediaStoreOptions } from '../media/index.js';
import type { GlueOptions } from './glue-options.js';
import type { LinkOptions } from './link-options.js';

/**
 * The store that the settings name. A global of a page is often plain data, which holds no store: it gives the address of one.
 * @throws ChatError `invalid-argument` when it is neither a store nor the address of one
 */
export function toMediaStore(media: GlueOptions['media']): LinkOptions['media'] {
  if (media === undefined || media === 'memory') return media;
  if ('upload' in fieldsOf(media)) return media as LinkOptions['media'];
  const { url, headers } = fieldsOf(media);
  if (textOf(url) === '')
    throw new ChatError(
      'invalid-argument',
      'unable to connect; `media` must be a store, "memory", or { url: "https://…" }',
    );
  return new HttpMediaStore({ url, headers } as HttpMediaStoreOptions);
}

/** A type and subtype as RFC 6838 allows them, and parameters. Checked before it becomes a header. */
const FORM = /^[a-z\d][\w!#$&^.+-]{0,126}\/[a-z\d][\w!#$&^.+-]{0,126}(?: *; *[\w.-]+=(?:[\w.+-]+|"[\w .,;:+/=-]*"))*$/i;

/** What browsers show without running anything of it in the origin of the storage. */
const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|(?:audio|video)\/[\w.-]+|text\/plain|application\/pdf)$/;

/** What they save, and what keeps its type because it means nothing to them as a page or a script. */
const SAVED =
  /^(?:(?:image|font)\/[\w.-]+|text\/(?:csv|markdown|calendar|vcard)|application\/(?:json|zip|gzip|x-7z-compressed|rtf|msword|vnd\.[\w.-]+))$/;

const UNKNOWN_TYPE = 'application/octet-stream';

export function isContentType(text: string): boolean {
  return text.length <= 255 && FORM.test(text);
}

/** @param allowed types such as `image/png` or `image/*`; `undefined`: all */
export function isAllowedType(contentType: string, allowed: readonly string[] | undefined): boolean {
  const essence = essenceOf(contentType);
  const matches = (pattern: string): boolean => essence === pattern || `${essence.split('/')[0]}/*` === pattern;
  return allowed === undefined || allowed.some((pattern) => pattern === '*/*' || matches(pattern.toLowerCase()));
}

/** The headers that a file is delivered with. */
export interface Delivery {
  readonly contentType: string;
  readonly contentDisposition: string;
}

/**
 * What a browser might run in the origin of the storage (HTML, SVG and other XML, scripts, and whatever is not known to be
 * harmless) is saved as bytes of no type. What it shows by itself may be shown. The rest is saved under its own type.
 */
export function deliveryOf(contentType: string, filename: string | null): Delivery {
  const essence = essenceOf(contentType);
  const isShown = SHOWN.test(essence);
  return {
    contentType: isShown || SAVED.test(essence) ? contentType : UNKNOWN_TYPE,
    contentDisposition: (isShown ? 'inline' : 'attachment') + nameParameters(filename),
  };
}

const essenceOf = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** RFC 6266: a name in ASCII for old readers, and the real one as RFC 8187 encodes it. */
function nameParameters(filename: string | null): string {
  if (filename === null || filename === '') return '';
  const ascii = filename.replace(/[^\w .()+-]/g, '_');
  const encoded = encodeURIComponent(wellFormed(filename)).replace(/['()*]/g, percentEncoded);
  return `; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** `encodeURIComponent` throws on half a surrogate pair. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

const percentEncoded = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

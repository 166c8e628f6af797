const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Larger files are made by machines. */
export const MAX_BYTES = 5 * 1024 * 1024;

/** How much is looked at to tell binary files. */
const SAMPLE = 8_192;

/** The text of a file, or why it cannot be read as text. */
export type Decoded = { readonly text: string } | { readonly skipped: string };

/** Decodes so that encoding the text again gives the same bytes, byte order mark included. */
export function decode(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { skipped: 'it is UTF-16; save it as UTF-8' };
  }
  if (bytes.subarray(0, SAMPLE).includes(0)) return { skipped: 'it is binary' };
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { skipped: 'it is not UTF-8; save it as UTF-8' };
  }
}

const UNESCAPED = /[^A-Za-z0-9@*_+\-./]/g;

/**
 * Percent-encodes text as the deprecated global `escape` does, because the chat client reads thread events with
 * `unescape`: UTF-8 based encodings arrive corrupted there.
 */
export function legacyEscape(text: string): string {
  return text.replace(UNESCAPED, (unit) => {
    const code = unit.charCodeAt(0);
    const hex = code.toString(16).toUpperCase();
    return code < 0x100 ? `%${hex.padStart(2, '0')}` : `%u${hex.padStart(4, '0')}`;
  });
}

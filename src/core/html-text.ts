/** What the SDKs above call a body is plain text. Other clients of a service may write HTML; see docs/wire-format.md. */

const CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** The text that one sees of an HTML document. Takes time in proportion to its length, whatever is in it. */
export function textOfHtml(html: string): string {
  return html
    .replace(/\s+/g, ' ')
    .replace(/ ?<(?:br\b|\/(?:p|div|li|h\d)\b)[^<>]*> ?/gi, '\n')
    .replace(/<[a-z/!][^<>]*>/gi, '')
    .replace(/&(?:(amp|lt|gt|quot|apos|nbsp)|#([xX]?[\da-fA-F]+));/g, (reference, name: string, digits: string) => {
      if (name) return CHARACTERS[name] as string;
      const code = Number(`0${digits}`);
      return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
    })
    .trim();
}

/** HTML that shows a text. */
export function htmlOfText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');
}

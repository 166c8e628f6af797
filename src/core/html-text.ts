/** What the SDKs above call a body is plain text. Other clients of a service may write HTML; see docs/wire-format.md. */

const CHARACTERS = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);
const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '\n': '<br>' };

/** The text that one sees of an HTML document. Takes time in proportion to its length, whatever is in it. */
export function textOfHtml(html: string): string {
  return html
    .replace(/\s+/g, ' ')
    .replace(/<br\b[^<>]*>|<\/(?:p|div|li|h\d)>/gi, '\n')
    .replace(/<[a-z/!][^<>]*>/gi, '')
    .replace(/ ?\n ?/g, '\n')
    .replace(
      /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
      (reference: string, decimal?: string, hex?: string, name?: string) => {
        const code = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : (CHARACTERS.get(name ?? '') ?? reference);
      },
    )
    .trim();
}

/** HTML that shows a text. */
export function htmlOfText(text: string): string {
  return text.replace(/[&<\n]/g, (character) => MARKUP[character] as string);
}

/** Text as UTF-8 in base64url without padding. Lone surrogates must be escaped before: UTF-8 has no form for them. */
export function encodeBase64Url(text: string): string {
  // ASCII is its own UTF-8: nearly every token, and a server makes hundreds of them in a second.
  const binary = /^[ -~]*$/.test(text) ? text : utf8Of(text);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** A character for each byte. */
function utf8Of(text: string): string {
  let binary = '';
  // Much faster than through an array.
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return binary;
}

/** @throws when the text is not base64url, or its bytes are not UTF-8. */
export function decodeBase64Url(encoded: string): string {
  const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  // TextDecoder is missing in older React Native; percent-decoding is strict UTF-8 everywhere.
  return decodeURIComponent(Array.from(binary, percentEncoded).join(''));
}

function percentEncoded(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

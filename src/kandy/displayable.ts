/** What a browser shows without running anything that is in it. */
const HARMLESS = /^(?:image\/(?!svg)[\w.+-]+|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain|application\/pdf)(?:;|$)/i;

/**
 * The file with a type that is safe to open: a `blob:` address belongs to the page's own origin, and whoever sends a file
 * says what it is.
 */
export function displayable(file: Blob): Blob {
  return HARMLESS.test(file.type) ? file : new Blob([file], { type: 'application/octet-stream' });
}

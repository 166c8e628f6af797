/** As many arguments as every engine takes. */
const CHUNK = 8_192;

/** A file as a `data:` address of its own type. */
export async function dataUrlOf(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK)
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  return `data:${content.type};base64,${btoa(text)}`;
}

import type { MediaCategory, SendMediaOptions } from './types.js';

/** One file to upload. */
export interface MediaPart {
  readonly category: MediaCategory;
  readonly content: Blob;
  readonly filename: string | null;
  readonly contentType: string;
}

const FALLBACK_TYPE = 'application/octet-stream';

/** What the app attached, as files: each file of a form, or the one that the options describe. */
export function toMediaParts(category: MediaCategory, payload: FormData | SendMediaOptions): MediaPart[] {
  if (typeof FormData === 'function' && payload instanceof FormData) return fromForm(category, payload);
  return [fromOptions(category, payload as SendMediaOptions)];
}

function fromForm(category: MediaCategory, form: FormData): MediaPart[] {
  const parts: MediaPart[] = [];
  form.forEach((value) => {
    if (typeof value === 'string') return;
    parts.push({ category, content: value, filename: value.name || null, contentType: value.type || FALLBACK_TYPE });
  });
  if (parts.length === 0)
    throw new TypeError('unable to send the form; it holds no file. Append one with form.append(name, file).');
  return parts;
}

function fromOptions(category: MediaCategory, { contentType, filename, media }: SendMediaOptions): MediaPart {
  const type = contentType ?? FALLBACK_TYPE;
  // Copied at once: the app may reuse its buffer.
  const content = media instanceof Blob ? media : new Blob([media as unknown as BlobPart], { type });
  return { category, content, filename: filename ?? null, contentType: type };
}

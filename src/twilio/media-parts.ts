import { ChatError } from '../core/index.js';
import type { MediaCategory, SendMediaOptions } from './types.js';

/** One file to upload. */
export interface MediaPart {
  readonly category: MediaCategory;
  readonly content: Blob;
  readonly filename: string | null;
  readonly contentType: string;
}

/** A file in a form. React Native names it by its address. */
type FormFile = File | NativeFile;

interface NativeFile {
  readonly uri?: string;
  readonly name?: string;
  readonly type?: string;
}

/** The form of React Native: it cannot be iterated, and its `getParts()` makes copies, which a Blob does not survive. */
interface NativeForm {
  readonly _parts?: readonly (readonly [string, string | FormFile])[];
  getParts?(): readonly (string | FormFile)[];
}

const FALLBACK_TYPE = 'application/octet-stream';

/** Whether this is a form, of a browser or of React Native. */
export function isForm(value: unknown): value is FormData {
  return (
    (typeof FormData === 'function' && value instanceof FormData) ||
    typeof (value as NativeForm | null | undefined)?.getParts === 'function'
  );
}

/** How many files this attaches. */
export function countFiles(payload: FormData | SendMediaOptions): number {
  return isForm(payload) ? filesOf(payload).length : 1;
}

/**
 * What the app attached, as files: each file of a form, or the one that the options describe. Contents are copied, or
 * begin to be read, before this returns: the app may reuse its buffer.
 *
 * @throws TypeError when a form holds no file; ChatError when one cannot be read
 */
export async function toMediaParts(
  category: MediaCategory,
  payload: FormData | SendMediaOptions,
  signal: AbortSignal,
): Promise<MediaPart[]> {
  if (!isForm(payload)) return [fromOptions(category, payload)];
  const files = filesOf(payload);
  if (files.length === 0) throw new TypeError('unable to send the form; it holds no file. Append one first.');
  return Promise.all(
    files.map(async (file) => {
      const content = file instanceof Blob ? file : await read(file, signal);
      const contentType = file.type || content.type || FALLBACK_TYPE;
      return { category, content, filename: file.name || null, contentType };
    }),
  );
}

function filesOf(form: FormData & NativeForm): FormFile[] {
  const values = form._parts?.map(([, value]) => value) ?? form.getParts?.() ?? [...form.values()];
  return values.filter(
    (value) => value instanceof Blob || (value as NativeFile | null)?.uri !== undefined,
  ) as FormFile[];
}

async function read({ uri = '', name = '' }: NativeFile, signal: AbortSignal): Promise<Blob> {
  try {
    const response = await fetch(uri, { signal });
    if (response.ok) return await response.blob();
    throw new Error(`status ${response.status}`);
  } catch (cause) {
    throw new ChatError('invalid-argument', `unable to send "${name}"; its uri cannot be read`, { cause });
  }
}

function fromOptions(category: MediaCategory, { contentType, filename, media }: SendMediaOptions): MediaPart {
  const type = contentType ?? FALLBACK_TYPE;
  const content = media instanceof Blob ? media : new Blob([media as unknown as BlobPart], { type });
  // The original does not look at the file name of `sendMessage`.
  return { category, content, filename: typeof filename === 'string' ? filename : null, contentType: type };
}

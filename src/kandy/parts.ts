import {
  ChatError,
  fieldsOf,
  isChatError,
  type Json,
  type MediaRecord,
  type MediaUpload,
  parseItems,
  type RichContent,
  textOf,
  toJson,
} from '../core/index.js';

export interface TextPart {
  type: 'text';
  text: string;
}
export interface JsonPart {
  type: 'json';
  json: unknown;
}
export interface LocationPart {
  type: 'location';
  location: object;
}
/** A file to be sent. */
export interface NewFilePart {
  type: 'file';
  file: Blob;
}
/** A file of a message that was sent. */
export interface FilePart {
  type: 'file';
  /** As the sender calls it. Not to be used as HTML, or as a path. */
  name: string;
  /** In bytes, as the sender says. */
  size: number;
  /** Names this part of this message, and no other. Not an address to load anything from: see `createImageLinks`. */
  rawURL: string;
  /** Where the page finds the file (`blob:…`), once `createImageLinks` has it. */
  url?: string;
  /** The same: Azure makes no smaller images. */
  thumbnailUrl?: string;
}
/** What a message can be made of. */
export type NewPart = TextPart | JsonPart | LocationPart | NewFilePart;
/** What a message is made of. */
export type Part = TextPart | JsonPart | LocationPart | FilePart;

const FORMS = `a text, or { type: 'text', text }, { type: 'file', file }, { type: 'json', json } or { type: 'location', location }`;

/** @returns what is wrong with a part that cannot be sent; `undefined` when nothing is */
export function problemOf(part: unknown): string | undefined {
  return isNewFile(part) || parseExtra(part) ? undefined : `unable to use the part; it must be ${FORMS}`;
}

const isNewFile = (part: unknown): part is NewFilePart =>
  fieldsOf(part)['type'] === 'file' && fieldsOf(part)['file'] instanceof Blob;

/** A part that travels as it is; `undefined` for anything else. */
function parseExtra(part: unknown): TextPart | JsonPart | LocationPart | undefined {
  const { type, text, json, location } = fieldsOf(part);
  if (type === 'text' && typeof text === 'string') return { type, text };
  if (type === 'json' && json !== undefined) return { type, json };
  if (type === 'location' && typeof location === 'object' && location !== null) return { type, location };
  return undefined;
}

/** @throws ChatError `invalid-argument` for parts that cannot be sent */
export function assertParts(parts: readonly unknown[]): void {
  const problem =
    parts.length === 0 ? 'unable to send the message; it has no parts' : parts.map(problemOf).find(Boolean);
  if (problem !== undefined) throw new ChatError('invalid-argument', problem);
  parts.flatMap((part) => parseExtra(part) ?? []).forEach(partJson);
}

/**
 * What the service is given for these parts. The first text is the message's text, for clients that know nothing else.
 * @throws ChatError when an upload fails
 */
export async function encodeParts(
  parts: readonly unknown[],
  upload: (file: MediaUpload) => Promise<MediaRecord>,
): Promise<RichContent> {
  const extras = parts.flatMap((part) => parseExtra(part) ?? []);
  const text = extras.find((part) => part.type === 'text');
  const others = extras.filter((part) => part !== text).map(partJson);
  const media = await Promise.all(parts.filter(isNewFile).map((part) => upload(uploadOf(part))));
  return { text: text?.text ?? null, subject: null, attributes: {}, media, parts: others, details: undefined };
}

function partJson(part: object): Json {
  try {
    return toJson(part);
  } catch (error) {
    if (!isChatError(error)) throw error;
    throw new ChatError('invalid-argument', 'unable to use the part; its `json` is not JSON', { cause: error });
  }
}

function uploadOf({ file }: NewFilePart): MediaUpload {
  const name = textOf(fieldsOf(file)['name']);
  return { content: file, filename: name === '' ? null : name, contentType: file.type || 'application/octet-stream' };
}

/** The parts of a message as the app sees them: text first, then files, then the rest. Parts of other SDKs are left out. */
export function decodeParts(content: RichContent, fileOf: (media: MediaRecord, position: number) => FilePart): Part[] {
  const text: Part[] = content.text === null ? [] : [{ type: 'text', text: content.text }];
  return [...text, ...content.media.map(fileOf), ...parseItems(content.parts, parseExtra)];
}

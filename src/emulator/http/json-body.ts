import { refuse } from '../errors.js';
import { MOST_BODY_BYTES } from '../limits.js';
import type { RequestLike } from './request-url.js';

/** Reads a request body. @param most in bytes; default: the most that any operation of the service takes */
export async function readBytes(request: RequestLike, most = MOST_BODY_BYTES): Promise<Uint8Array> {
  if (Number(request.header('content-length') ?? 0) > most) throw refuse.bodyTooLarge();
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > most) throw refuse.bodyTooLarge();
  return bytes;
}

/** Parses JSON; the error does not quote what it found. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw refuse.badRequest('The request body is not valid JSON.', 'body');
  }
}

/** Refuses bodies that are declared to be something else. */
export function checkMediaType(request: RequestLike, accepted: readonly string[]): void {
  const mediaType = (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!accepted.includes(mediaType)) throw refuse.unsupportedMediaType(accepted.join(' or '));
}

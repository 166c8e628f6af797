import { randomUUID } from 'node:crypto';

/** What the client learns about its push endpoint before it connects. */
export interface Allocation {
  socketio: string;
  url: string;
  surl: string;
  /** Echoed by the client in every later address. Values must need no encoding: the client does none. */
  connectparams: Record<string, string>;
  ttl: string;
  ccid: string;
  id: string;
}

const TTL_S = 86_400;
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const URL_SAFE_ID = /^[\w-]{1,100}$/;

/**
 * Allocates a push endpoint.
 *
 * @param origin - Where the client reached the server, see {@link explicitOrigin}.
 * @param knownId - The endpoint id that a reconnecting client echoes. It is accepted even if this process never
 *   handed it out, so that clients survive a restart of the emulator.
 * @param now - The emulator's time in ms.
 */
export function allocate(origin: string, knownId: string | undefined, now: number): Allocation {
  const id = knownId !== undefined && URL_SAFE_ID.test(knownId) ? knownId : randomUUID();
  const url = `${origin}${pushPath(id)}`;
  // The client compares the expiry with its own clock, which the emulator's may lag behind.
  const expiry = Math.max(now, Date.now()) + YEAR_MS;
  return {
    socketio: `${origin}/`,
    url,
    surl: url,
    connectparams: { sr: 'emulator', id, se: String(expiry) },
    ttl: String(TTL_S),
    ccid: randomUUID(),
    id,
  };
}

/** The path under which pushes to an endpoint are addressed. */
export function pushPath(id: string): string {
  return `/v4/f/${id}/`;
}

/**
 * The origin that a request came to, always with its port: without one the client connects to the port of its page.
 *
 * @param requestUrl - The absolute address of the request.
 * @param host - The request's Host header.
 */
export function explicitOrigin(requestUrl: string, host: string | undefined): string {
  const url = new URL(requestUrl);
  const authority = host ?? url.host;
  if (/:\d+$/.test(authority)) return `${url.protocol}//${authority}`;
  return `${url.protocol}//${authority}:${url.protocol === 'https:' ? 443 : 80}`;
}

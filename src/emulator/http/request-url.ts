/** What is needed of a request, whichever route it came by. */
export interface RequestLike {
  readonly url: string;
  header(name: string): string | undefined;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The path as sent, percent-encoding kept. */
export function pathOf({ url }: RequestLike): string {
  return new URL(url).pathname;
}

/** Scheme and host as the client addressed them. */
export function originOf({ url }: RequestLike): string {
  return new URL(url).origin;
}

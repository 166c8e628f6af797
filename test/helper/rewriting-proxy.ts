import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;
/** Changes an answer on its way; given the path without query. */
export type Rewrite = (body: Json, path: string) => unknown;

/** A service that answers like another one, except for what a test puts into its JSON. REST alone, no push. */
export interface RewritingProxy {
  readonly endpoint: string;
  rewrite: Rewrite;
  stop(): Promise<void>;
}

export async function startRewritingProxy(target: string): Promise<RewritingProxy> {
  const proxy = { rewrite: ((body) => body) as Rewrite };
  const server = createServer((request, response) => {
    // With its own Host: the links to further pages lead back here.
    const { method, url = '/', headers } = request;
    const upstream = forward(new URL(url, target), { method, headers }, (answer) => {
      void relay(answer, response, (body) => proxy.rewrite(body, url.replace(/\?.*/, '')));
    });
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(proxy, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function relay(
  answer: IncomingMessage,
  response: ServerResponse,
  change: (body: Json) => unknown,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const { 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = answer.headers;
  const isJson = /json/.test(headers['content-type'] ?? '');
  response.writeHead(answer.statusCode ?? 502, headers);
  response.end(isJson && text !== '' ? JSON.stringify(change(JSON.parse(text) as Json)) : text);
}

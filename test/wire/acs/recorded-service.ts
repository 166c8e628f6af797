import nock from 'nock';

export const ORIGIN = 'https://contoso.communication.azure.com';

export interface RecordedRequest {
  readonly method: string;
  readonly origin: string;
  /** As it was sent: percent-encoded or not. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'];

/** Answers every request to `origin`, in turn and then with the last answer for ever, and keeps what it was asked. */
export function recordRequests(answers: readonly Answer[], origin = ORIGIN): RecordedRequest[] {
  const requests: RecordedRequest[] = [];
  nock.disableNetConnect();
  for (const method of METHODS) {
    nock(origin)
      .persist()
      .intercept(/.*/, method)
      .reply(function (uri, body) {
        const url = new URL(uri, origin);
        requests.push({
          method,
          origin,
          path: url.pathname,
          query: Object.fromEntries(url.searchParams),
          headers: flatten(this.req.headers),
          // nock leaves merge-patch bodies as text.
          body: typeof body === 'string' && body !== '' ? (JSON.parse(body) as unknown) : body,
        });
        const answer = answers[Math.min(requests.length, answers.length) - 1]!;
        return [answer.status, toText(answer.body), { 'content-type': 'application/json', ...answer.headers }];
      });
  }
  return requests;
}

/** Every connection to `origin` fails. @returns how many there were. */
export function refuseConnections(code: string, origin = ORIGIN): () => number {
  let count = 0;
  nock.disableNetConnect();
  for (const method of METHODS) {
    nock(origin)
      .persist()
      .intercept(/.*/, method, () => {
        count += 1;
        return true;
      })
      .replyWithError(Object.assign(new Error(`connect ${code}`), { code }));
  }
  return () => count;
}

export function stopRecording(): void {
  nock.cleanAll();
  nock.enableNetConnect();
}

function toText(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function flatten(headers: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}

/** A request as the log shows it: never a body, a query or a token. */
export interface LoggedRequest {
  method: string;
  /** The path without its query, percent-decoded. */
  path: string;
  /** Whose token the request carried, valid or not. */
  userId: string | undefined;
  /** 0 while unanswered, and for good when the connection was cut. */
  status: number;
  /** When it came in, by the emulator's clock. */
  at: number;
}

/** Picks requests from the log. */
export interface RequestFilter {
  method?: string;
  path?: RegExp;
  userId?: string;
}

/** What came in, for tests that count. Browsers' preflights and control requests are left out. */
export interface RequestLog {
  count(filter?: RequestFilter): number;
  /** The matching requests, oldest first. */
  list(filter?: RequestFilter): LoggedRequest[];
  clear(): void;
}

/** The log as the server writes it. */
export interface WritableRequestLog extends RequestLog {
  add(request: LoggedRequest): void;
}

const MOST_ENTRIES = 100_000;

/** Creates an empty log; when it holds more than 100,000 requests, it forgets the older half. */
export function createRequestLog(): WritableRequestLog {
  let entries: LoggedRequest[] = [];
  const list = (filter: RequestFilter = {}): LoggedRequest[] =>
    entries.filter((entry) => matchesRequest(entry, filter));
  return {
    add(request) {
      entries.push(request);
      if (entries.length > MOST_ENTRIES) entries = entries.slice(-MOST_ENTRIES / 2);
    },
    count: (filter) => list(filter).length,
    list: (filter) => list(filter).map((entry) => ({ ...entry })),
    clear() {
      entries = [];
    },
  };
}

/** Whether a request is one of those that the filter means. */
export function matchesRequest(
  request: Pick<LoggedRequest, 'method' | 'path' | 'userId'>,
  { method, path, userId }: RequestFilter,
): boolean {
  if (method !== undefined && request.method !== method.toUpperCase()) return false;
  // `search` does not move the `lastIndex` of a global expression.
  if (path && request.path.search(path) < 0) return false;
  return userId === undefined || request.userId === userId;
}

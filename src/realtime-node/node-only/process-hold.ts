import type { AddedSignaling } from '../push-setup.js';

const A_DAY_MS = 86_400_000;
/** How long the last requests may take when nobody waits for them any more, such as the one that signs off. */
const GRACE_MS = 1_000;

const running = new Set<object>();
const requests = new Set<AbortController>();
let timer: NodeJS.Timeout | undefined;

/** One client's part in keeping the process alive: as long as one runs, and shortly after that no request any more. */
export function createProcessHold(): AddedSignaling {
  const client = {};
  return {
    hold: () => {
      running.add(client);
      timer ??= setInterval(() => undefined, A_DAY_MS);
    },
    release: () => {
      running.delete(client);
      if (running.size > 0) return;
      clearInterval(timer);
      timer = undefined;
      giveUpSoon();
    },
  };
}

/**
 * `fetch` that does not keep a process alive in which no client runs. The signaling package leaves requests to
 * themselves when they take too long for it; a silent service would keep the process for minutes.
 */
export async function fetchWhileRunning(
  input: string | URL | Request,
  init?: RequestInit,
  abort = new AbortController(),
): Promise<Response> {
  requests.add(abort);
  if (running.size === 0) giveUpSoon();
  try {
    return await fetch(input, { ...init, signal: abort.signal });
  } finally {
    requests.delete(abort);
  }
}

function giveUpSoon(): void {
  setTimeout(() => {
    if (running.size > 0) return;
    for (const request of requests) request.abort();
  }, GRACE_MS).unref();
}

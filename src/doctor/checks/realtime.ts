import { Client } from 'rethread';
import { type CheckResult, type Facts, ok, problem, type Setup, skipped } from '../check.js';

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A client, as an app makes it, connects by push. */
export async function checkRealtime(setup: Setup, { endpoint, accessToken }: Facts): Promise<CheckResult> {
  const { token, timeoutMs } = setup;
  if (token === undefined || endpoint === undefined || accessToken === undefined) {
    return skipped('no endpoint or no readable token');
  }
  const start = setup.now();
  const client = new Client(token, { rethread: { endpoint, realtime: 'push', logger: SILENT } });
  try {
    const failure = await connected(client, timeoutMs);
    if (failure === undefined) return ok(`push connects (${Math.round(setup.now() - start)} ms)`);
    return problem(
      failure,
      'let the network through to the push service; realtime: "polling" works without it, with more requests',
    );
  } finally {
    await client.shutdown();
  }
}

function connected(client: Client, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(`push does not connect within ${timeoutMs / 1000} s`), timeoutMs);
    const finish = (failure?: string): void => {
      clearTimeout(timer);
      resolve(failure);
    };
    client.on('connectionStateChanged', (state) => {
      if (state === 'connected') finish();
      if (state === 'denied') finish('the client is not let in: see the line "access"');
    });
    client.on('initFailed', () => finish('the client cannot start: see the line "access"'));
  });
}

function ignore(): void {
  // The report says what there is to say.
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.js';

/** A Redis of its own, in memory. */
export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws Error when redis-server is not installed: `npm test` installs it where it can. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(process.env['REDIS_SERVER_PATH'] ?? 'redis-server', flags, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const failed = once(child, 'error').then(() => {
    throw new Error('unable to start redis-server; run "node scripts/ensure-redis.mjs", or set REDIS_SERVER_PATH');
  });
  failed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout });
  const ready = (async () => {
    for await (const line of lines) if (line.includes('Ready to accept connections')) return;
    throw new Error('unable to start redis-server; it ended');
  })();
  await Promise.race([ready, failed]);
  child.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

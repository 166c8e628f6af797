import { createRandom, type Random } from './random.js';

/** How many threads everybody writes in. */
export const THREADS = 3;

/** What an app does. `pick` chooses among whatever there is by then. */
export type Action =
  | { readonly kind: 'send' | 'rename'; readonly thread: number; readonly text: string }
  | { readonly kind: 'edit' | 'remove'; readonly pick: number }
  | { readonly kind: 'add' | 'expel'; readonly thread: number; readonly whom: number }
  | { readonly kind: 'leave' | 'look' | 'read'; readonly thread: number }
  | { readonly kind: 'renew' | 'restart' };

/** Who is in trouble: one of the clients, or everybody. */
type Whom = number | undefined;

/** What goes wrong. */
export type Trouble =
  | {
      readonly kind: 'answer' | 'drop' | 'delay' | 'truncate';
      readonly whom: Whom;
      readonly times: number;
      readonly afterCommit: boolean;
      readonly method: 'GET' | 'POST' | undefined;
      readonly status: number;
      readonly retryAfterSeconds: number | undefined;
      readonly ms: number;
    }
  | { readonly kind: 'lose' | 'duplicate' | 'reorder' | 'postpone'; readonly whom: Whom; readonly n: number; readonly ms: number } // prettier-ignore
  | { readonly kind: 'dropSockets'; readonly whom: Whom }
  | { readonly kind: 'freeze' | 'refuse' | 'cut'; readonly whom: number; readonly ms: number; readonly status: number }
  | { readonly kind: 'endTokens' | 'breakRefresher'; readonly whom: number }
  | { readonly kind: 'serviceClock' | 'clientClock'; readonly ms: number };

/** One line of a plan. */
export type Step = { readonly atMs: number } & (
  { readonly client: number; readonly action: Action } | { readonly trouble: Trouble }
);

export interface PlanOptions {
  readonly seed: number;
  readonly clients: number;
  readonly durationMs: number;
  readonly actionsPerSecond: number;
  readonly troublesPerSecond: number;
}

/** Makes up what everybody does and what goes wrong meanwhile: a function of the options, nothing else. */
export function createPlan({ seed, clients, durationMs, actionsPerSecond, troublesPerSecond }: PlanOptions): Step[] {
  const random = createRandom(seed);
  const steps: Step[] = [];
  const count = (perSecond: number): number => Math.round((durationMs / 1_000) * perSecond);
  for (let n = 0; n < count(actionsPerSecond); n++) {
    const client = random.below(clients);
    steps.push({ atMs: random.below(durationMs), client, action: createAction(random, clients, client, n) });
  }
  for (let n = 0; n < count(troublesPerSecond); n++)
    steps.push({ atMs: random.below(durationMs), trouble: createTrouble(random, clients) });
  return steps.sort((a, b) => a.atMs - b.atMs);
}

function createAction(random: Random, clients: number, client: number, n: number): Action {
  const thread = random.below(THREADS);
  const chance = random.below(100);
  if (chance < 48) return { kind: 'send', thread, text: `c${client}n${n}` };
  if (chance < 61) return { kind: 'edit', pick: random.below(1_000) };
  if (chance < 69) return { kind: 'remove', pick: random.below(1_000) };
  if (chance < 77) return { kind: 'add', thread, whom: random.below(clients) };
  if (chance < 80) return { kind: 'expel', thread, whom: anybodyBut(thread, random, clients) };
  // Somebody has to stay, or the thread would be out of everybody's reach.
  if (chance < 83) return { kind: 'leave', thread: client === thread ? (thread + 1) % THREADS : thread };
  if (chance < 86) return { kind: 'rename', thread, text: `name ${n}` };
  if (chance < 93) return { kind: 'look', thread };
  if (chance < 97) return { kind: 'read', thread };
  return { kind: random.below(3) === 0 ? 'restart' : 'renew' };
}

const anybodyBut = (client: number, random: Random, clients: number): number =>
  (client + 1 + random.below(clients - 1)) % clients;

function createTrouble(random: Random, clients: number): Trouble {
  const one = random.below(clients);
  const whom = random.below(4) === 0 ? undefined : one;
  const chance = random.below(100);
  const ms = 100 + random.below(2_900);
  if (chance < 50) return createRequestTrouble(random, whom, ms);
  const n = 1 + random.below(4);
  if (chance < 72) return { kind: random.pick(['lose', 'duplicate', 'reorder', 'postpone']), whom, n, ms };
  if (chance < 80) return { kind: 'dropSockets', whom };
  if (chance < 90)
    return { kind: random.pick(['freeze', 'refuse', 'cut']), whom: one, ms, status: random.pick([503, 403, 500]) };
  if (chance < 96) return { kind: random.below(3) === 0 ? 'breakRefresher' : 'endTokens', whom: one };
  if (random.below(2) === 0) return { kind: 'serviceClock', ms: random.below(30_000) };
  return { kind: 'clientClock', ms: random.below(120_000) - 60_000 };
}

function createRequestTrouble(random: Random, whom: Whom, ms: number): Trouble {
  const kind = random.pick(['answer', 'answer', 'drop', 'delay', 'truncate'] as const);
  const afterCommit = random.below(2) === 0;
  // What was refused or not found was not carried out.
  const status = random.pick(afterCommit ? [500, 503] : [429, 429, 500, 503]);
  const retryAfterSeconds = status === 429 && random.below(2) === 0 ? 1 : undefined;
  const method = random.pick([undefined, 'POST', 'POST', 'GET'] as const);
  return { kind, whom, times: 1 + random.below(4), afterCommit, method, status, retryAfterSeconds, ms };
}

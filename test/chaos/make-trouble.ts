import type { Emulator } from '../../src/emulator/index.js';
import type { AppHost } from './app-host.js';
import type { Trouble } from './plan.js';

interface TroubleContext {
  readonly emulator: Emulator;
  readonly hosts: readonly AppHost[];
  readonly userIdOf: (client: number) => string;
  /** Does something a while later, unless the round is over by then. */
  readonly later: (ms: number, action: () => void) => void;
  /** Sets the clocks of all clients. */
  readonly stepClientClocks: (ms: number) => void;
  readonly stepServiceClock: (ms: number) => void;
}

/** Lets a trouble of the plan happen. */
export function makeTrouble(trouble: Trouble, context: TroubleContext): void {
  const { emulator, hosts, userIdOf, later } = context;
  const { faults } = emulator;
  const userId = 'whom' in trouble && trouble.whom !== undefined ? userIdOf(trouble.whom) : undefined;
  const filter = userId === undefined ? undefined : { userId };
  switch (trouble.kind) {
    case 'answer':
    case 'drop':
    case 'delay':
    case 'truncate': {
      const { times, afterCommit, method, status, retryAfterSeconds, ms } = trouble;
      const action = {
        answer: { kind: 'answer', status, afterCommit, ...(retryAfterSeconds && { retryAfterSeconds }) },
        drop: { kind: 'drop', afterCommit },
        delay: { kind: 'delay', ms, afterCommit },
        truncate: { kind: 'truncate' },
      } as const;
      faults.add({ ...action[trouble.kind], times, ...filter, ...(method && { method }) });
      return;
    }
    case 'lose':
      faults.push.loseNext(trouble.n, filter);
      return;
    case 'duplicate':
      faults.push.duplicateNext(trouble.n, filter);
      return;
    case 'reorder':
      faults.push.reorderNext(trouble.n, filter);
      return;
    case 'postpone':
      faults.push.delayNext(trouble.n, trouble.ms, filter);
      return;
    case 'dropSockets':
      faults.dropSockets(userId);
      return;
    case 'freeze':
      faults.freezeSockets(userId);
      later(trouble.ms, () => faults.thawSockets(userId));
      return;
    case 'refuse':
      faults.refuseConnections(userId, trouble.status);
      faults.dropSockets(userId);
      later(trouble.ms, () => faults.acceptConnections(userId));
      return;
    case 'cut': {
      const who = { userId: userIdOf(trouble.whom) };
      void emulator.fault('cut', { ...who, mode: trouble.ms % 2 === 0 ? 'drop' : 'unavailable' });
      later(trouble.ms, () => void emulator.fault('restore', who));
      return;
    }
    case 'breakRefresher':
      void hosts[trouble.whom]?.breakRefresher();
      void emulator.fault('tokenExpired', { userId: userIdOf(trouble.whom) });
      return;
    case 'endTokens':
      void emulator.fault('tokenExpired', { userId: userIdOf(trouble.whom) });
      return;
    case 'serviceClock':
      context.stepServiceClock(trouble.ms);
      return;
    case 'clientClock':
      context.stepClientClocks(trouble.ms);
      return;
  }
}

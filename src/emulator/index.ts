export { defaultBehaviour } from './behaviour.js';
export { startEmulator } from './emulator.js';

export type { IssuedToken } from './auth/tokens.js';
export type { Behaviour } from './behaviour.js';
export type { EmulatorClock, TimeSource } from './clock.js';
export type { Emulator } from './emulator.js';
export type { FaultAction, FaultHandle, FaultRule, ListedFault } from './fault-rules.js';
export type { Faults } from './faults.js';
export type { EmulatorOptions } from './options.js';
export type { PushFaults } from './realtime/index.js';
export type { LoggedRequest, RequestFilter, RequestLog } from './request-log.js';
export type { SeedMessage, SeedThread } from './seed.js';
export type { CutMode, UserFaultKind, UserFaultOptions, UserFaultResults } from './user-faults.js';

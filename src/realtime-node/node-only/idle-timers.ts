import { survive } from './survive.js';

type Callback = () => void;

/**
 * Timers that do not keep the process alive. The signaling package leaves some behind when it is stopped, such as the
 * next attempt to take back its registration.
 */
export const idleTimers = {
  setTimeout: (callback: Callback, ms?: number) => setTimeout(() => survive(callback), ms).unref(),
  setInterval: (callback: Callback, ms?: number) => setInterval(() => survive(callback), ms).unref(),
};

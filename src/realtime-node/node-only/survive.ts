let isTold = false;

/**
 * Calls back into the signaling package as a browser would: when that throws, over an answer that makes no sense for
 * example, the page goes on. Node would end the process. The package notices by itself that it is not connected.
 */
export function survive<T>(callback: () => T): T | undefined {
  try {
    return callback();
  } catch (error) {
    if (!isTold) process.emitWarning(`real-time events: ${String(error)}`, 'RethreadWarning');
    isTold = true;
    return undefined;
  }
}

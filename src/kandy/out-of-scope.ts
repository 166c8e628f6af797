import { NotSupportedError } from '../core/index.js';

/** An area of the original that has no counterpart here. Whatever is called in it throws. */
export type OutOfScope = Readonly<Record<string, (...args: unknown[]) => never>>;

/** What other code looks for in any object, to find out what it is. */
const LOOKED_FOR = new Set(['then', 'toJSON', 'constructor', '$$typeof', 'nodeType', 'asymmetricMatch']);

/** @param area as the original calls it, such as "call" */
export function outOfScope(area: string): OutOfScope {
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'symbol' || LOOKED_FOR.has(name)) return undefined;
        return () => {
          throw new NotSupportedError(
            `${area}.${name}`,
            'This is Azure Communication Services Chat, which has no counterpart.',
            'Use another Azure service for it, or leave it out.',
          );
        };
      },
    },
  );
}

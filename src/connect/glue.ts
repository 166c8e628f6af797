import { ChatError, fieldsOf } from '../core/index.js';

/** What pages set before a script of ours runs. */
const GLOBAL = 'rethreadOptions';

/** How one facade is told what the app's own code does not say. */
export interface Glue<Options extends object> {
  /** Sets what every client made afterwards uses. Calls add up; a later value replaces an earlier one. */
  configure(options: Options): void;
  /** What applies to one client: its own options first, then `configure`, then the global `rethreadOptions`. */
  resolve(own?: Options): Options;
}

/** @param facade names the part of the global that is for this facade alone, such as "kandy" */
export function createGlue<Options extends object>(facade: string): Glue<Options> {
  let configured = {} as Options;
  return {
    configure(options) {
      if (typeof options !== 'object' || (options as unknown) === null || Array.isArray(options)) {
        throw new ChatError(
          'invalid-argument',
          'unable to configure; the options must be an object such as { endpoint: "https://…" }',
        );
      }
      configured = { ...configured, ...options };
    },
    resolve(own) {
      const page = fieldsOf((globalThis as Record<string, unknown>)[GLOBAL]);
      return { ...page, ...fieldsOf(page[facade]), ...configured, ...own };
    },
  };
}

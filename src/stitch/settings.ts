import { ChatError } from '../core/index.js';
import type { StitchOptions } from './glue.js';
import { type Traits, traitsOf } from './profile.js';

/** The facade's own options, complete. */
export interface Settings {
  readonly traits: Traits;
  readonly historyLimit: number;
  readonly autoJoin: boolean;
  /** Whether the app says which conversation is which. */
  readonly hasDirectory: boolean;
}

/** @throws ChatError `invalid-argument` naming the option */
export function settingsOf(options: StitchOptions): Settings {
  const { profile = 'stitch-3', historyLimit = 200, autoJoin = false, conversations } = options;
  if (!(historyLimit >= 1))
    throw new ChatError('invalid-argument', 'unable to use `historyLimit`; it must be a number of 1 or more');
  return { traits: traitsOf(profile), historyLimit, autoJoin, hasDirectory: conversations !== undefined };
}

import { endpoint } from './endpoint.js';
import { imports } from './imports.js';
import { legacyChat } from './legacy-chat.js';
import { mocks } from './mocks.js';
import { packageJson } from './package-json.js';
import { privateState } from './private-state.js';
import { scriptTags } from './script-tags.js';
import type { Step } from './step.js';

/** The steps of the codemod, by the names that `--steps` takes, in the order of reports. */
export const STEPS = {
  imports,
  'package-json': packageJson,
  mocks,
  'script-tags': scriptTags,
  'private-state': privateState,
  'legacy-chat': legacyChat,
  endpoint,
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof STEPS;

export const STEP_NAMES = Object.keys(STEPS) as StepName[];

export function isStepName(name: string): name is StepName {
  return Object.hasOwn(STEPS, name);
}

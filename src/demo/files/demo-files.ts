import type { MediaBackend } from '../../server/index.js';
import { openAzuriteFiles } from './azurite-files.js';

/** Where the files of messages are kept. */
export interface DemoFiles {
  readonly kind: 'azurite' | 'memory';
  /** For the companion; `undefined`: the page talks to the routes of `createFileRoutes` instead. */
  readonly media: MediaBackend | undefined;
  /** Where pages send files to and fetch them from, when that is not the demo's own server. */
  readonly origin: string | undefined;
  /** Lets pages of these origins send and fetch files. */
  readonly allowPages: (origins: readonly string[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const IN_MEMORY: DemoFiles = {
  kind: 'memory',
  media: undefined,
  origin: undefined,
  allowPages: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

/** Azurite where it is installed and starts, the memory of the demo's server otherwise: the demo needs neither. */
export async function openDemoFiles(only?: 'memory'): Promise<DemoFiles> {
  return (only === 'memory' ? undefined : await openAzuriteFiles()) ?? IN_MEMORY;
}

import { configure, HttpMediaStore } from 'rethread';

/**
 * The token says everything, also where files go: an app needs no such step. This page has one for a demo without Azurite,
 * whose files go into the memory of the demo's server.
 */
export async function setUpFiles(): Promise<void> {
  const response = await fetch('/setup.json');
  const { files } = (await response.json()) as { files: 'azurite' | 'memory' };
  if (files === 'memory') configure({ media: new HttpMediaStore({ url: '/files' }) });
}

import { byTestId, cloneTemplate } from './dom.js';
import { Pane } from './pane.js';
import { setUpFiles } from './setup.js';

const PEOPLE = ['alice', 'bob'];

/** Both people side by side, or with `?pane=alice` just one of them. */
async function main(): Promise<void> {
  await setUpFiles();
  const chosen = new URLSearchParams(location.search).get('pane');
  const shown = chosen === null ? PEOPLE : [chosen];
  const place = byTestId(document, 'panes', HTMLElement);
  const panes = shown.map((identity) => openPane(identity, place));
  if (panes.length === 1) panes[0]?.setActive(true);
  await Promise.all(panes.map((pane) => pane.start()));
}

function openPane(identity: string, place: HTMLElement): Pane {
  const root = cloneTemplate('pane-template');
  root.dataset['testid'] = `pane-${identity}`;
  place.append(root);
  const partner = PEOPLE.find((name) => name !== identity) ?? 'alice';
  const pane = new Pane(identity, partner, root);
  // Both panes are on one screen: whoever was touched last is the one who is reading.
  document.addEventListener('pointerdown', ({ target }) => followAttention(pane, root, target));
  document.addEventListener('focusin', ({ target }) => followAttention(pane, root, target));
  return pane;
}

function followAttention(pane: Pane, root: HTMLElement, target: EventTarget | null): void {
  if (!(target instanceof Element)) return;
  if (root.contains(target)) pane.setActive(true);
  else if (target.closest('.pane')) pane.setActive(false);
}

main().catch((error: unknown) => {
  const alert = byTestId(document, 'page-error', HTMLElement);
  alert.textContent = `The demo could not start: ${error instanceof Error ? error.message : 'unknown error'}`;
  alert.hidden = false;
});

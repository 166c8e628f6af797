import type { Page } from './ports.js';

/** Reads a list to its end. */
export async function collectPages<T>(loadFirst: () => Promise<Page<T>>): Promise<T[]> {
  let page = await loadFirst();
  const items = [...page.items];
  while (page.loadNext) {
    page = await page.loadNext();
    items.push(...page.items);
  }
  return items;
}

import type { OpenPage } from '../browser/stage-page.js';

/** @throws Error with what the pages complained about. @returns that they did not */
export function assertQuiet(pages: readonly { readonly opened: OpenPage }[]): Promise<string> {
  const said = pages.flatMap(({ opened }) => [...opened.complaints, ...opened.foreign]);
  if (said.length > 0) return Promise.reject(new Error(said.join('; ')));
  return Promise.resolve(`${pages.length} pages`);
}

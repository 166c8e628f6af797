import { Problem } from './problem.js';

/** The revision as an entity tag. */
export const etagOf = (revision: number | string): string => `"${revision}"`;

/**
 * @param header - `If-Match` of the request: entity tags as they were given out, with or without quotes.
 * @param revision - What is stored now; `undefined` when there is nothing.
 * @throws Problem 412 `stale-revision`
 */
export function checkRevision(header: string | undefined, revision: number | undefined): void {
  if (header === undefined || isNamed(header, revision)) return;
  throw new Problem(
    412,
    'stale-revision',
    'unable to store the change; somebody else changed it since it was read. Read it again and repeat the change',
  );
}

/** Whether `If-None-Match` says that the client has this revision already. */
export function isKnown(header: string | undefined, revision: number): boolean {
  return header !== undefined && isNamed(header, revision);
}

function isNamed(header: string, revision: number | undefined): boolean {
  if (revision === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, ''));
  return tags.includes('*') || tags.includes(String(revision));
}

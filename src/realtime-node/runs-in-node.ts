/** What is looked at; tests pass others. */
export interface Surroundings {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> | undefined } | undefined;
  readonly window?: unknown;
}

/**
 * Whether this is Node itself. Not so for pages, for Electron's windows, for React Native, and for Bun and Deno, which
 * say that they are Node but do not have all of its parts.
 */
export function runsInNode({ process, window }: Surroundings = globalThis): boolean {
  const { node, bun, deno } = process?.versions ?? {};
  return node !== undefined && bun === undefined && deno === undefined && window === undefined;
}

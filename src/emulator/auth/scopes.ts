/** What a token may be issued for. */
export const tokenScopes = ['chat', 'chat.join', 'chat.join.limited', 'voip', 'voip.join'] as const;

/** One of {@link tokenScopes}. */
export type TokenScope = (typeof tokenScopes)[number];

/** What an operation asks of a token. */
export type Permission = 'takePart' | 'manageParticipants' | 'manageThreads';

/** ACS docs, identity model: each scope allows what the next one does and a little more. */
const allowed = new Map<string, readonly Permission[]>([
  ['chat.join.limited', ['takePart']],
  ['chat.join', ['takePart', 'manageParticipants']],
  ['chat', ['takePart', 'manageParticipants', 'manageThreads']],
]);

/** Whether one of the scopes allows it. */
export function isAllowed(scopes: readonly string[], permission: Permission): boolean {
  return scopes.some((scope) => allowed.get(scope)?.includes(permission) ?? false);
}

/** Whether tokens can be issued for this. */
export function isTokenScope(scope: unknown): scope is TokenScope {
  return (tokenScopes as readonly unknown[]).includes(scope);
}

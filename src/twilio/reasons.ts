/** What an `updated` event gives as its reasons: those of the changes that happened, in the order of the list. */
export function reasonsOf<Reason>(changes: readonly (readonly [Reason, hasHappened: boolean])[]): Reason[] {
  return changes.filter(([, hasHappened]) => hasHappened).map(([reason]) => reason);
}

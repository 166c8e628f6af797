/**
 * What public code reads of the original's private state (`message.state.body`, `conversation.channelState.status`): the
 * same names, read-only, as they are at this moment.
 */
export function privateView(object: object, names: string, more: object = {}): Readonly<Record<string, unknown>> {
  const fields = names.split(' ').map((name) => [name, (object as Record<string, unknown>)[name]]);
  return Object.freeze({ ...Object.fromEntries(fields), ...more }) as Readonly<Record<string, unknown>>;
}

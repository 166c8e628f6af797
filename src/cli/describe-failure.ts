/** One line for the terminal: the parts below say in their errors what went wrong and what to do about it. */
export function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `rethread: ${message.replace(/\s*\n\s*/g, ' ')}`;
}

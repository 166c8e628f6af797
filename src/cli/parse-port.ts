import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError when the text is not a port. */
export function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 (any free port) to 65535.');
}

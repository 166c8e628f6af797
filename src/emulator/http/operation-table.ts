import { refuse } from '../errors.js';

/** Something that can be asked of the service; without a handler it answers 501. */
export interface OperationEntry {
  /** The operation's name in the specification. */
  name: string;
  method: string;
  /** Segments joined by `/`; `{x}` takes any segment. */
  path: string;
}

/** The operation that a request asks for, with what its path said. */
export interface OperationMatch<T extends OperationEntry> {
  operation: T;
  params: Readonly<Record<string, string>>;
}

/**
 * Finds the operation for a path as sent. Clients percent-encode ids, links made by the service carry them raw;
 * both decode to the same segments.
 */
export function findOperation<T extends OperationEntry>(
  table: readonly T[],
  method: string,
  rawPath: string,
): OperationMatch<T> {
  const segments = rawPath.split('/').slice(1).map(decodeSegment);
  const matches = table.flatMap((operation) => {
    const params = matchPath(operation.path, segments);
    return params ? [{ operation, params }] : [];
  });
  const match = matches.find(({ operation }) => operation.method === method);
  if (match) return match;
  if (matches.length > 0) throw refuse.methodNotAllowed(matches.map(({ operation }) => operation.method));
  throw refuse.notFound('There is nothing at this path.');
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw refuse.badRequest('The path is not valid percent-encoding.', 'path');
  }
}

function matchPath(path: string, segments: readonly string[]): Record<string, string> | undefined {
  const expected = path.split('/').slice(1);
  if (expected.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
    } else {
      if (segment === '') return undefined;
      params[part.slice(1, -1)] = segment;
    }
  }
  return params;
}

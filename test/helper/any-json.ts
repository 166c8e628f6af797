import fc from 'fast-check';
import type { Json } from '../../src/core/json.js';

/** Any value that survives a trip through JSON text. `fc.jsonValue()` alone also gives -0, which comes back as 0. */
export const anyJson = (constraints?: fc.JsonSharedConstraints): fc.Arbitrary<Json> =>
  fc.jsonValue(constraints).map((value) => JSON.parse(JSON.stringify(value)) as Json);

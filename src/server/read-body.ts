import type { Context } from 'hono';
import type * as z from 'zod';
import { Problem } from './problem.js';

/**
 * The JSON body, checked. No body counts as an empty object.
 *
 * @throws Problem 400 `invalid-json` or `invalid-request`, naming the field
 */
export async function readBody<T>({ req }: Context, schema: z.ZodType<T>): Promise<T> {
  const result = schema.safeParse(parse(await req.text()), { jitless: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  // The library's texts name types and limits; what was sent is not in them.
  const reason = `${field === '' ? 'the body' : `\`${field}\``}: ${issue?.message ?? 'not of the expected form'}`;
  throw new Problem(400, 'invalid-request', `unable to read the request; ${reason}`);
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the body.
    throw new Problem(400, 'invalid-json', 'unable to read the request; its body is not JSON');
  }
}

import { type Context, Hono } from 'hono';
import { Problem } from '../problem.js';
import type { ServerInternals } from '../server-internals.js';
import { isAllowedType, isContentType } from './content-types.js';
import type { MediaBackend, MediaDeclaration, MediaLimits, UploadOutcome } from './media-backend.js';
import { uploadRequestSchema } from './schemas.js';

/** Files of messages: to be mounted at `/conversations/:id/media`, behind the check of the session. */
export function mediaRoutes(media: MediaBackend, server: ServerInternals): Hono {
  const routes = new Hono();
  /** The thread, once it is certain that the caller is in it. */
  const threadOf = async (context: Context): Promise<string> => {
    const threadId = context.req.param('id') ?? '';
    await server.assertMember(context, threadId);
    return threadId;
  };

  routes.post('/', async (context) => {
    const declaration = await server.readBody(context, uploadRequestSchema);
    assertAcceptable(declaration, media.limits);
    const permit = await media.begin(await threadOf(context), declaration, server.callerOf(context).userId);
    return answer(context, permit, 201);
  });

  routes.post('/:mediaId/complete', async (context) => {
    const outcome = await media.complete(await threadOf(context), context.req.param('mediaId'));
    if (outcome !== 'complete') throw refusalOf(outcome);
    return context.body(null, 204);
  });

  routes.get('/:mediaId', async (context) => {
    const permit = await media.read(await threadOf(context), context.req.param('mediaId'));
    if (permit === undefined) throw notFound('get an address for the file');
    return answer(context, permit, 200);
  });

  routes.delete('/:mediaId', async (context) => {
    const threadId = await threadOf(context);
    const outcome = await media.remove(threadId, context.req.param('mediaId'), server.callerOf(context).userId);
    if (outcome === 'missing') throw notFound('remove the file');
    if (outcome === 'not-the-uploader') {
      throw new Problem(403, 'forbidden', 'unable to remove the file; only the user who uploaded it may');
    }
    return context.body(null, 204);
  });
  return routes;
}

/** Permits are for one user and a short time: nothing may keep them. */
function answer(context: Context, permit: { readonly expiresOn: Date }, status: 200 | 201): Response {
  return context.json({ ...permit, expiresOn: permit.expiresOn.toISOString() }, status, {
    'cache-control': 'no-store',
  });
}

function assertAcceptable({ contentType, size }: MediaDeclaration, { maxBytes, allowedTypes }: MediaLimits): void {
  if (size > maxBytes) {
    const detail = `unable to take the file; \`size\` is ${size} bytes and the limit is ${maxBytes}. Send a smaller one.`;
    throw new Problem(413, 'too-large', detail);
  }
  if (!isContentType(contentType)) {
    const detail = 'unable to take the file; `contentType` is not of the form type/subtype, such as image/png';
    throw new Problem(415, 'unsupported-type', detail);
  }
  if (!isAllowedType(contentType, allowedTypes)) {
    const detail = `unable to take the file; \`contentType\` must be one of ${allowedTypes?.join(', ')}`;
    throw new Problem(415, 'unsupported-type', detail);
  }
}

function refusalOf(outcome: Exclude<UploadOutcome, 'complete'>): Problem {
  const operation = 'unable to complete the upload';
  switch (outcome) {
    case 'missing':
      return notFound('complete the upload');
    case 'too-large':
      return new Problem(413, 'too-large', `${operation}; more bytes came than were declared. Begin it anew.`);
    case 'too-small':
      return new Problem(404, 'incomplete-upload', `${operation}; fewer bytes came than were declared. Begin it anew.`);
    case 'wrong-type':
      return new Problem(
        415,
        'unsupported-type',
        `${operation}; it was sent with other headers than told. Begin it anew, and send those that came with the address.`,
      );
  }
}

const notFound = (operation: string): Problem =>
  new Problem(404, 'not-found', `unable to ${operation}; there is no such file in this conversation`);

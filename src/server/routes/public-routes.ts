import { jsonResponse, type Route } from '../route.js';

export const publicRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/health',
    name: 'getHealth',
    summary: 'Whether the companion works; asks the storage.',
    access: 'public',
    answers: { 200: { description: 'It does.', schema: 'Health' } },
    handle: async (_context, { documents }) => {
      await documents.get('health');
      return jsonResponse({ status: 'ok' });
    },
  },
  {
    method: 'get',
    path: '/openapi.json',
    name: 'getDescription',
    summary: 'This description.',
    access: 'public',
    answers: { 200: { description: 'OpenAPI 3.1.' } },
    handle: (_context, { description }) =>
      jsonResponse(description(), 200, { 'cache-control': 'public, max-age=3600' }),
  },
];

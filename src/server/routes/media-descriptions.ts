import type { RouteDescription } from '../route.js';

const problems = {
  403: ['forbidden', 'identity-mismatch'],
  404: ['not-found'],
  501: ['media-not-configured'],
  503: ['media-unavailable'],
};

/** The operations that `src/server/media` answers. */
export const mediaDescriptions: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/conversations/{id}/media',
    name: 'beginUpload',
    summary: 'An address that one file can be sent to.',
    access: 'chat',
    body: 'UploadRequest',
    answers: { 201: { description: 'Where to send it, and how.', schema: 'UploadTicket' } },
    problems: { ...problems, 413: ['too-large'], 415: ['unsupported-type'] },
  },
  {
    method: 'post',
    path: '/conversations/{id}/media/{mediaId}/complete',
    name: 'completeUpload',
    summary: 'Makes a file readable, when it is what was declared.',
    access: 'chat',
    answers: { 204: { description: 'It is.' } },
    problems: {
      ...problems,
      404: ['not-found', 'incomplete-upload'],
      413: ['too-large'],
      415: ['unsupported-type'],
    },
  },
  {
    method: 'get',
    path: '/conversations/{id}/media/{mediaId}',
    name: 'getDownload',
    summary: 'An address to read a file from, for a short time.',
    access: 'chat',
    answers: { 200: { description: 'Where it is.', schema: 'Download' } },
    problems,
  },
  {
    method: 'delete',
    path: '/conversations/{id}/media/{mediaId}',
    name: 'removeFile',
    summary: 'Takes away a file that the caller uploaded.',
    access: 'chat',
    answers: { 204: { description: 'It is gone.' } },
    problems,
  },
];

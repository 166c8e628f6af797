export { azureBlobMedia } from './azure-blob-media.js';
export { mediaRoutes } from './media-routes.js';
export { downloadSchema, uploadRequestSchema, uploadTicketSchema } from './schemas.js';

export type { AzureBlobMediaOptions } from './azure-blob-options.js';
export type {
  MediaBackend,
  MediaDeclaration,
  MediaLimits,
  ReadPermit,
  UploadOutcome,
  UploadPermit,
} from './media-backend.js';

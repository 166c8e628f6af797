import type { Route, RouteDescription } from '../route.js';
import { conversationRoutes } from './conversation-routes.js';
import { documentRoutes } from './document-routes.js';
import { mediaDescriptions } from './media-descriptions.js';
import { membershipRoutes } from './membership-routes.js';
import { personalRoutes } from './personal-routes.js';
import { publicRoutes } from './public-routes.js';
import { tokenRoutes } from './token-routes.js';
import { userRoutes } from './user-routes.js';

/** All operations but those on media, which are the media backend's. */
export const routes: readonly Route[] = [
  ...publicRoutes,
  ...tokenRoutes,
  ...userRoutes,
  ...conversationRoutes,
  ...membershipRoutes,
  ...documentRoutes,
  ...personalRoutes,
];

/** All operations. */
export const descriptions: readonly RouteDescription[] = [...routes, ...mediaDescriptions];

export { mediaDescriptions };

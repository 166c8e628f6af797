import type { Logger } from '../core/index.js';
import type { AcsIdentityService } from './acs/identity-service.js';
import type { ServiceParticipant } from './acs/service-participant.js';
import type { AuthorizeAction, AuthorizeContext } from './authorize.js';
import type { CompleteOptions } from './companion-options.js';
import type { ConversationAttributes } from './conversation-attributes.js';
import type { Membership } from './membership.js';
import type { ParticipantDocuments } from './participant-documents.js';
import type { PersonalState } from './personal-state.js';
import type { Sessions } from './sessions.js';
import type { DocumentStore } from './store/index.js';
import type { UniqueNames } from './unique-names.js';
import type { UserDirectory } from './user-directory.js';

/** Everything that routes work with. */
export interface CompanionServices {
  readonly options: CompleteOptions;
  readonly logger: Logger;
  /** In milliseconds. */
  readonly now: () => number;
  readonly documents: DocumentStore;
  readonly acs: AcsIdentityService;
  readonly users: UserDirectory;
  readonly sessions: Sessions;
  readonly serviceParticipant: ServiceParticipant;
  readonly membership: Membership;
  readonly names: UniqueNames;
  readonly attributes: ConversationAttributes;
  readonly participants: ParticipantDocuments;
  readonly personal: PersonalState;
  /** OpenAPI 3.1 of all routes. */
  readonly description: () => object;
  /** Whether the app, or the default policy, allows it. */
  readonly isAllowed: (action: AuthorizeAction, context: AuthorizeContext) => Promise<boolean>;
}

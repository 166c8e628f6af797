import { AcsIdentityService } from './acs/identity-service.js';
import { ServiceParticipant } from './acs/service-participant.js';
import { AcsUsers } from './acs-users.js';
import { createApp } from './app.js';
import { type CompanionOptions, type CompleteOptions, normalizeCompanionOptions } from './companion-options.js';
import { ConversationAttributes } from './conversation-attributes.js';
import { Membership } from './membership.js';
import { describeApi } from './openapi.js';
import { ParticipantDocuments } from './participant-documents.js';
import { PersonalState } from './personal-state.js';
import { descriptions } from './routes/index.js';
import type { CompanionServices } from './services.js';
import { deriveSessionKey } from './session-key.js';
import { Sessions } from './sessions.js';
import { DocumentStore, GuardedTextStore, openTextStore } from './store/index.js';
import { UniqueNames } from './unique-names.js';
import { UserDirectory } from './user-directory.js';

// Here rather than in index.ts: the build keeps this file apart, with all libraries of the companion.
export { azureBlobMedia } from './media/index.js';

/** The server part of an app that chats. */
export interface Companion {
  /** Answers a request. Never rejects; may be passed on as a function. */
  readonly fetch: (request: Request) => Promise<Response>;
  /**
   * Ends the sessions and the access tokens of an identity, on all instances. The next connection token works again, so
   * that `authenticate` has to say no first. ACS itself may take up to 15 minutes until it refuses the tokens.
   *
   * @throws an error when the storage or ACS cannot be reached; the sessions are ended first.
   */
  readonly revoke: (identity: string) => Promise<void>;
}

/**
 * Creates the companion: a web app that gives clients what ACS Chat lacks. Put `fetch` under
 * {@link CompanionOptions.publicUrl}; see docs/companion.md.
 *
 * @example
 * ```ts
 * const companion = createCompanion({
 *   acs: { connectionString: process.env.ACS_CONNECTION_STRING },
 *   publicUrl: 'https://app.example.com/chat',
 *   authenticate: async (request) => (await sessionOf(request))?.userName ?? null,
 *   storage: createStorage({ driver: redisDriver({ url: process.env.REDIS_URL }) }),
 * });
 * ```
 * @throws ChatError `invalid-argument` naming the option that cannot be used and the way out.
 */
export function createCompanion(options: CompanionOptions): Companion {
  return assembleCompanion(normalizeCompanionOptions(options), () => Date.now());
}

/** @param now - In milliseconds. */
export function assembleCompanion(options: CompleteOptions, now: () => number): Companion {
  const services = createServices(options, now);
  const app = createApp(services);
  return {
    fetch: async (request) => app.fetch(request),
    revoke: async (identity) => {
      const { sessions, users, acs, membership } = services;
      await sessions.revoke(identity);
      const user = await users.find(identity);
      if (user === undefined) return;
      membership.forget(user.userId);
      await acs.revokeTokens(user.userId);
    },
  };
}

function createServices(options: CompleteOptions, now: () => number): CompanionServices {
  const { logger, acs: access, authorize } = options;
  const { store, warning } = openTextStore(options.storage);
  if (warning !== undefined) logger.warn(warning);
  const report = (failure: string): void => logger.error(`the storage failed: ${failure}`);
  // Memory neither fails nor keeps silent.
  const documents = new DocumentStore(options.storage ? new GuardedTextStore(store, report) : store);
  const acs = new AcsIdentityService(access, options.tokenMinutes);
  const acsUsers = new AcsUsers({ documents, acs, logger, now });
  const serviceParticipant = new ServiceParticipant({ endpoint: access.endpoint, acs, acsUsers, now });
  const isAlive = async (id: string): Promise<boolean> => (await serviceParticipant.findThread(id)) !== undefined;
  let description: object | undefined;
  return {
    options,
    logger,
    now,
    documents,
    acs,
    users: new UserDirectory(documents, acsUsers),
    sessions: new Sessions({ key: deriveSessionKey(options.secret), audience: options.publicUrl, documents, now }),
    serviceParticipant,
    membership: new Membership(access.endpoint, now),
    names: new UniqueNames({ documents, now, isAlive }),
    attributes: new ConversationAttributes(documents),
    participants: new ParticipantDocuments(documents),
    personal: new PersonalState(documents),
    // When it is asked for: making it takes longer than any answer.
    description: () => (description ??= describeApi(descriptions)),
    isAllowed: async (action, context) => {
      // Nothing but `true` allows: plain JavaScript may answer anything.
      const answer: unknown = await authorize(action, context);
      return answer === true;
    },
  };
}

import type {
  ChatBackend,
  Companion,
  CompanionListener,
  IdentityDirectory,
  Logger,
  MemberRecord,
  Metadata,
  Profile,
  RealtimeTransport,
  ServiceEvent,
  ThreadId,
  UserId,
} from '../core/index.js';
import { decodeMember } from '../core/index.js';
import { CompanionBackend } from './companion-backend.js';
import { CompanionDirectory } from './companion-directory.js';
import { CompanionGate } from './companion-gate.js';
import { CompanionMediaStore } from './companion-media-store.js';
import { createCompanionRequest, type Credentials } from './companion-requests.js';
import { CompanionSettings } from './companion-settings.js';
import { CompanionTransport } from './companion-transport.js';
import type { Marks } from './document-marks.js';
import { MemberDocuments } from './member-documents.js';
import { ServiceParticipant } from './service-participant.js';
import { ThreadDocuments } from './thread-documents.js';

/** Twilio's 16 KB and 4 KB of attributes, and names beside them. */
const ROOM = { thread: 17 * 1_024, member: 4.25 * 1_024 };

export interface CompanionParts {
  readonly backend: ChatBackend;
  readonly transport: RealtimeTransport;
  /** Names that the app gave. */
  readonly directory: IdentityDirectory;
  readonly connection: {
    readonly identity: string;
    readonly userId: UserId;
    readonly companion?: string | undefined;
    readonly service?: string | undefined;
  };
  readonly tokens: Credentials;
  readonly logger: Logger;
  readonly listener: CompanionListener;
}

/** Puts the companion beside ACS. No request is made. */
export function connectCompanion(parts: CompanionParts): Companion {
  const { connection, logger, listener } = parts;
  const request = createCompanionRequest(connection.companion ?? '', parts.tokens);
  const noteFailure = warnOnce(logger);
  // The last characters tell users of a resource apart well enough: who is meant by mistake asks once in vain.
  const ownTag = connection.userId.slice(-8);
  const tell = (event: ServiceEvent): void => transport.tell(event);
  const members = new MemberDocuments({ request, tell });
  const handleMarks = (threadId: ThreadId, marks: Marks, before: Marks | undefined): void => {
    if (members.isKnown(threadId) && (marks.participants ?? 0) > members.revisionOf(threadId))
      members.load(threadId).catch(noteFailure);
    if (before && marks.own !== before.own && marks.own?.startsWith(ownTag)) settings.load().catch(noteFailure);
  };
  const documents = new ThreadDocuments({ backend: parts.backend, request, tell, noteFailure, handleMarks });
  const service = new ServiceParticipant(connection.service);
  const backend = new CompanionBackend({ backend: parts.backend, request, documents, members, service });
  const directory = new CompanionDirectory(request, parts.directory, noteFailure);
  const settings = new CompanionSettings({
    request,
    announce: (threadId, revision) => void documents.announce(threadId, { own: `${ownTag}:${revision}` }),
    handleChanged: (threadId, before) => listener.handleSettings(threadId, before),
  });
  const look = async (): Promise<void> => {
    const rereadProfiles = directory.reread(listener.followed());
    const work = [
      settings.load(),
      documents.retry(),
      rereadProfiles.then((all) => all.forEach((profile) => listener.handleProfile(profile))),
    ];
    await Promise.all(work.map((each) => each.catch(noteFailure)));
  };
  const transport = new CompanionTransport({ transport: parts.transport, backend, documents, members, service, look });
  let own: Profile | undefined;

  return {
    backend,
    transport,
    directory,
    settings,
    profiles: directory,
    gate: new CompanionGate(request),
    media: new CompanionMediaStore({ request, url: connection.companion ?? '' }),
    room: ROOM,
    get own() {
      return own;
    },
    async updateMember(threadId: ThreadId, userId: UserId, metadata: Metadata): Promise<void> {
      const participants = await members.store(threadId, userId, decodeMember(metadata).attributes);
      const member: MemberRecord = { userId, displayName: '', metadata: {} };
      tell({ type: 'membersChanged', threadId, members: [members.show(threadId, member)] });
      await documents.announce(threadId, { participants });
    },
    async prepare(): Promise<void> {
      const ownProfile = directory.get(connection.identity).then((profile) => (own = profile));
      await Promise.all([ownProfile.catch(noteFailure), settings.load().catch(noteFailure)]);
    },
  };
}

/** Says a failure once, and again when it is another one. */
function warnOnce(logger: Logger): (error: unknown) => void {
  let last = '';
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== last) logger.warn(message);
    last = message;
  };
}

import type { IdentityRegistry } from '../auth/identity-registry.js';
import { refuse } from '../errors.js';
import type { RawId } from '../events.js';
import { readFields, readOptionalString, readOptionalStrings, readOptionalTime, wrong } from '../http/fields.js';
import { isCommunicationUser, parseWireIdentifier } from '../identifiers.js';
import { metadataBytes } from '../limits.js';
import type { ParticipantRecord } from '../store/records.js';
import type { ChatServices } from './chat-request.js';

/** Why somebody could not be added, as the service lists it beside a 201. */
export interface InvalidParticipant {
  target: RawId;
  code: '403' | '404';
  message: string;
}

/** Those who can be added and those who cannot. */
export interface ParsedParticipants {
  valid: ParticipantRecord[];
  invalid: InvalidParticipant[];
}

/** Reads the participants of a create or add call. `defaultHistory` is used where no `shareHistoryTime` is given. */
export function parseParticipants(
  values: readonly unknown[],
  services: ChatServices,
  defaultHistory: number,
): ParsedParticipants {
  const { participantsPerCall } = services.limits;
  if (values.length > participantsPerCall) {
    throw refuse.tooManyParticipants(`A call may name at most ${participantsPerCall} participants.`);
  }
  const valid: ParticipantRecord[] = [];
  const invalid: InvalidParticipant[] = [];
  for (const [index, value] of values.entries()) {
    const participant = parseParticipant(value, `participants[${index}]`, services, defaultHistory);
    const problem = problemWith(participant.id, services.identities);
    if (problem) invalid.push(problem);
    else if (!valid.some(({ id }) => id === participant.id)) valid.push(participant);
  }
  return { valid, invalid };
}

/** Reads an identifier, whichever of its forms the client sent. */
export function parseIdentifier(value: unknown, target: string): RawId {
  const rawId = parseWireIdentifier(value);
  if (rawId === undefined) throw wrong(target, 'an identifier');
  return rawId;
}

function parseParticipant(
  value: unknown,
  target: string,
  services: ChatServices,
  defaultHistory: number,
): ParticipantRecord {
  const fields = readFields(value, target);
  const id = parseIdentifier(fields['communicationIdentifier'], `${target}.communicationIdentifier`);
  const displayName = readOptionalString(fields, 'displayName', `${target}.displayName`);
  const { nullMetadataValue } = services.behaviour;
  const metadata = readOptionalStrings(fields, 'metadata', nullMetadataValue, `${target}.metadata`) ?? {};
  if (metadataBytes(metadata) > services.limits.participantMetadataBytes) {
    throw refuse.badRequest('The metadata of a participant may take up to 1 KB.', `${target}.metadata`);
  }
  return {
    id,
    ...(displayName === undefined ? {} : { displayName }),
    shareHistoryTime: readOptionalTime(fields, 'shareHistoryTime', `${target}.shareHistoryTime`) ?? defaultHistory,
    metadata,
  };
}

/** Seen on recorded traffic: 404 for a user who does not exist, 403 for one who cannot take part. */
function problemWith(id: RawId, identities: IdentityRegistry): InvalidParticipant | undefined {
  if (identities.has(id)) return undefined;
  return isCommunicationUser(id)
    ? { target: id, code: '404', message: 'Not found' }
    : { target: id, code: '403', message: 'Permissions check failed' };
}

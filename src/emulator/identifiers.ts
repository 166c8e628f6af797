import { randomUUID } from 'node:crypto';
import type { RawId } from './events.js';

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const COMMUNICATION_USER = new RegExp(`^8:(acs|dod-acs|gcch-acs|spool):${GUID}_${GUID}$`, 'i');

/** The wire form of an identifier, as the service writes it. */
export interface WireIdentifier {
  rawId: RawId;
  kind: 'communicationUser';
  communicationUser: { id: RawId };
}

/** A new raw id. A third underscore would turn it into another kind of identifier for the clients. */
export function createRawId(resourceId: string): RawId {
  return `8:acs:${resourceId}_${randomUUID()}`;
}

/** Whether this is the raw id of a communication user, the only kind that can take part in a chat of the emulator. */
export function isCommunicationUser(rawId: RawId): boolean {
  return COMMUNICATION_USER.test(rawId);
}

/** The raw id's wire form. */
export function toWireIdentifier(rawId: RawId): WireIdentifier {
  return { rawId, kind: 'communicationUser', communicationUser: { id: rawId } };
}

/** Nested objects that an identifier may have instead of a raw id, with the raw id each one stands for. */
const nestedRawIds: Readonly<Record<string, (nested: Readonly<Record<string, unknown>>) => string | undefined>> = {
  communicationUser: ({ id }) => (typeof id === 'string' ? id : undefined),
  phoneNumber: ({ value }) => (typeof value === 'string' ? `4:${value}` : undefined),
  microsoftTeamsUser: ({ userId }) => (typeof userId === 'string' ? `8:orgid:${userId}` : undefined),
  microsoftTeamsApp: ({ appId }) => (typeof appId === 'string' ? `28:orgid:${appId}` : undefined),
  teamsExtensionUser: ({ resourceId, tenantId, userId }) =>
    [resourceId, tenantId, userId].every((part) => typeof part === 'string')
      ? `8:acs:${String(resourceId)}_${String(tenantId)}_${String(userId)}`
      : undefined,
};

/**
 * Reads an identifier. Clients send the raw id, the nested object, or both: the JavaScript client sends both,
 * the .NET client only the nested one.
 */
export function parseWireIdentifier(value: unknown): RawId | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const identifier = value as Readonly<Record<string, unknown>>;
  if (typeof identifier['rawId'] === 'string' && identifier['rawId'] !== '') return identifier['rawId'];
  for (const [kind, toRawId] of Object.entries(nestedRawIds)) {
    const nested = identifier[kind];
    if (typeof nested === 'object' && nested !== null) return toRawId(nested as Readonly<Record<string, unknown>>);
  }
  return undefined;
}
